"""Settings for all tests."""

from hypothesis import settings

# No deadline: CI's machine is small and shared. The same examples each run: a red CI can be looked into.
settings.register_profile("dragoman", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("dragoman")
