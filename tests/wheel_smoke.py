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
    assert "Ana Petrovic" in {document.covered(entity.span) for entity in document.entities}, document.entities
    assert "said" in {document.covered(quote.cue) for quote in document.quotes if quote.cue}, document.quotes
    assert '<section class="text"' in document.to_html(), "the page's templates are missing"
    command = [str(Path(sys.executable).with_name("dragoman")), "tag", "-", "--format", "json"]
    run = subprocess.run(command, input=TEXT, capture_output=True, text=True, check=True)
    assert '"entities"' in run.stdout, run.stdout
    print("wheel: 1 passed, 0 failed")


if __name__ == "__main__":
    main()
