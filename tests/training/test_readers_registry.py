import dragoman_training.readers as readers


def test_all_is_true() -> None:
    assert all(hasattr(readers, name) for name in readers.__all__)
    assert {reader.__name__ for reader in readers.READERS.values()} <= set(readers.__all__)
