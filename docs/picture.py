"""Takes docs/page.png, the README's picture, of what the shipped checkpoint makes of an example: make picture.

Needs a browser: make browser.
"""

import subprocess
import tempfile
from pathlib import Path

import dragoman
from dragoman.resolve import resolve

HERE = Path(__file__).parent
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--hide-scrollbars",
)


def main() -> None:
    """Tags an article and photographs its page."""
    text = (HERE.parent / "examples" / "wire_report.txt").read_text(encoding="utf-8")
    document = resolve(dragoman.load(device="cpu").read(text, id="wire_report"))
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(document.to_html(), encoding="utf-8")
        target = f"--screenshot={HERE / 'page.png'}"
        profile = f"--user-data-dir={folder}/profile"
        subprocess.run(["chromium", *_FLAGS, profile, "--window-size=1280,840", target, page.as_uri()], check=True)


if __name__ == "__main__":
    main()
