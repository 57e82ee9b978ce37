"""From templates to one file that needs nothing else: styles and scripts are put in, and nothing but these may run."""

import base64
import functools
import gzip
import hashlib
import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_HERE = Path(__file__).parent
# d3-force finds the places of a network's nodes, with the three that it needs: 17 kB. All other charts are tables and
# lists, which a keyboard and a screen reader know; a library of charts draws pictures and is 40 times the size
# (Vega-Lite with Vega 770 kB, ECharts 1.1 MB).
# The licence comes first, since it must stand in every copy, and every page is one.
_D3 = ("licence.js", "d3-dispatch.min.js", "d3-quadtree.min.js", "d3-timer.min.js", "d3-force.min.js")
_VENDORED = tuple(f"vendor/d3/{name}" for name in _D3)
ARTICLE = ("assets/page.js", "assets/article.js", "assets/brackets.js")
OVERVIEW = (*_VENDORED, *ARTICLE, "assets/drill.js", "assets/charts.js", "assets/network.js", "assets/overview.js")

# HTML cannot hold these, and UTF-8 no lone surrogate.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def page(template: str, scripts: tuple[str, ...], **values: Any) -> str:
    """A whole page. What is not of the package's own making is escaped, and a policy forbids to run it besides."""
    style, script = _joined("assets/page.css", "assets/article.css", "assets/overview.css"), _joined(*scripts)
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'"
    return render(template, style=Markup(style), script=Markup(script), policy=policy, **values)


def render(template: str, **values: Any) -> str:
    """A template filled in, each value escaped; what HTML cannot hold becomes U+FFFD, one for one."""
    return _UNWRITABLE.sub("\ufffd", _environment().get_template(template).render(values))


def packed(html: str) -> str:
    """The HTML as gzip in base64: small, read by the browser only when asked for, and with nothing to escape."""
    return base64.b64encode(gzip.compress(html.encode(), mtime=0)).decode()


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
    return environment


@functools.cache
def _joined(*names: str) -> str:
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
