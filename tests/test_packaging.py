"""What the package promises of itself."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

import dragoman

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]


def test_the_version_is_one() -> None:
    assert dragoman.__version__ == PROJECT["version"]
    assert f"## {PROJECT['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_all_is_true() -> None:
    public = {name for name, value in vars(dragoman).items() if not name.startswith("_") and not _is_module(value)}
    assert set(dragoman.__all__) == public | {"__version__"}
    assert list(dragoman.__all__) == sorted(dragoman.__all__)


def _is_module(value: object) -> bool:
    return type(value).__name__ == "module"


@pytest.mark.parametrize("line", [*PROJECT["dependencies"], *(line for lines in EXTRAS.values() for line in lines)])
def test_dependencies_have_a_lower_bound_and_no_pin(line: str) -> None:
    operators = {specifier.operator for specifier in Requirement(line).specifier}
    assert operators == {">="} or line.startswith("dragoman[")


def test_what_needs_torch_is_an_extra() -> None:
    names = {Requirement(line).name for line in PROJECT["dependencies"]}
    assert not names & {"torch", "transformers", "datasets", "sentence-transformers"}


def test_the_commands_exist() -> None:
    for target in PROJECT["scripts"].values():
        module = target.split(":")[0].replace(".", "/")
        assert any((ROOT / root / f"{module}.py").exists() for root in ("inference", "training")), target


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_that_a_page_names_exists(page: str) -> None:
    if not (ROOT / page).exists():
        pytest.skip(f"no {page}")
    named = re.findall(r"(?:^|`|&& )make ([a-z][\w-]*)", (ROOT / page).read_text(encoding="utf-8"), re.M)
    targets = re.findall(r"^([a-z][\w-]*):(?!=)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert set(named) <= set(targets)
    assert {"setup", "tag", "test", "lint", "types", "wheel", "clean"} <= set(targets)


def test_the_examples_are_articles() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "examples").glob("*.txt")]
    assert len(texts) == 3
    assert all(250 <= len(text.split()) <= 450 for text in texts)
