"""Draws docs/tagged.svg, the README's picture, from what the shipped checkpoint makes of an example: make picture."""

import io
from pathlib import Path

from rich.console import Console

import dragoman
from dragoman.render import summary

HERE = Path(__file__).parent


def main() -> None:
    """Tags the first paragraphs of an article and saves the terminal's view of it."""
    model = dragoman.load(device="cpu")
    text = (HERE.parent / "examples" / "wire_report.txt").read_text(encoding="utf-8")
    document = model.read("\n".join(text.splitlines()[:6]), id="wire_report")
    console = Console(record=True, width=110, file=io.StringIO(), force_terminal=True)
    console.print(summary(document, list(model.scheme.entities)))
    console.save_svg(str(HERE / "tagged.svg"), title="dragoman tag examples/wire_report.txt")


if __name__ == "__main__":
    main()
