"""Run by ``make wheel`` with the interpreter of an environment that holds the wheel and its base dependencies alone."""

import importlib.util
import subprocess
import sys
from pathlib import Path

TEXT = "GENEVA (AP) — Foreign Minister Ana Petrovic said on Tuesday that “talks with France will resume.”\n"


def main() -> None:
    assert importlib.util.find_spec("torch") is None, "this environment must not hold torch"
    import dragoman

    assert "site-packages" in str(dragoman.__file__), "the tree was imported instead of the wheel"
    document = dragoman.load().read(TEXT)
    assert any(document.covered(entity.span) == "Geneva".upper() for entity in document.entities), document.entities
    assert any(quote.cue and document.covered(quote.cue) == "said" for quote in document.quotes), document.quotes
    command = [str(Path(sys.executable).with_name("dragoman")), "tag", "-", "--format", "json"]
    run = subprocess.run(command, input=TEXT, capture_output=True, text=True, check=True)
    assert '"entities"' in run.stdout, run.stdout
    print("wheel: 1 passed, 0 failed")


if __name__ == "__main__":
    main()
