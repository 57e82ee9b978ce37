from pathlib import Path

import pytest

from dragoman.errors import ConfigError
from dragoman_training.config import load_config

CONFIGS = Path(__file__).parents[2] / "configs"
MINIMAL = """
name = "m"
[[train]]
name = "a"
reader = "jsonl"
path = "$DRAGOMAN_TEST/a.jsonl"
quotes = true
[[dev]]
name = "b"
reader = "jsonl"
path = "b.jsonl"
quotes = true
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "run.toml"
    path.write_text(text)
    return path


@pytest.mark.parametrize("path", sorted(CONFIGS.rglob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_config_is_valid(path: Path) -> None:
    if {"narrowing.toml", "schemes", "maps"} & set(path.parts):
        return
    config = load_config(path)
    assert config.scheme()


@pytest.mark.parametrize(
    ("line", "wanted"),
    [("sead = 1", "unknown key 'sead'.*'seed'"), ("[training]\nepoch = 1", r"\[training\].*'epoch'.*'epochs'")],
)
def test_an_unknown_key_names_the_nearest(tmp_path: Path, line: str, wanted: str) -> None:
    with pytest.raises(ConfigError, match=wanted):
        load_config(write(tmp_path, f"{line}\n{MINIMAL}" if "[" not in line else f"{MINIMAL}\n{line}"))


def test_a_wrong_type_names_its_place(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"training\.epochs"):
        load_config(write(tmp_path, MINIMAL + '[training]\nepochs = "three"'))


def test_overrides_are_laid_over(tmp_path: Path) -> None:
    config = load_config(write(tmp_path, MINIMAL), ["training.epochs=1.5", "name=other", "model.dropout=0"])
    assert (config.training.epochs, config.name, config.model.dropout) == (1.5, "other", 0)
    with pytest.raises(ConfigError, match="key=value"):
        load_config(write(tmp_path, MINIMAL), ["training.epochs"])
    with pytest.raises(ConfigError, match="'epoks'"):
        load_config(write(tmp_path, MINIMAL), ["training.epoks=1"])


def test_paths_are_relative_to_the_config_and_know_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = load_config(write(tmp_path, MINIMAL))
    assert config.resolve(config.dev[0].path) == tmp_path / "b.jsonl"
    with pytest.raises(ConfigError, match="environment variable"):
        config.resolve(config.train[0].path)
    monkeypatch.setenv("DRAGOMAN_TEST", "/data")
    assert config.resolve(config.train[0].path) == Path("/data/a.jsonl")


def test_a_missing_file_broken_toml_and_no_corpora_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read"):
        load_config(tmp_path / "none.toml")
    with pytest.raises(ConfigError, match="no valid TOML"):
        load_config(write(tmp_path, "name = "))
    with pytest.raises(ConfigError, match=r"\[\[train\]\]"):
        load_config(write(tmp_path, 'name = "m"\ntrain = []\ndev = []'))
