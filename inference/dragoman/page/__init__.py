"""Documents as a page for the browser: one file that needs no other and no network.

One document gives an article's page: the text with entities, quotes and events, filters, lists. Several give an
overview with charts that lead to the sentences, and the articles behind it.
"""

from collections.abc import Sequence

from markupsafe import escape

from dragoman.documents import Document
from dragoman.page import html, overview
from dragoman.page.article import Article
from dragoman.scheme import Scheme, load_scheme

_NOTEBOOK_HEIGHT = 640


def to_html(documents: Sequence[Document], *, scheme: Scheme | None = None) -> str:
    """The page of one document, or of several.

    Args:
        documents: with what was found; none at all gives an overview of nothing.
        scheme: its order of labels gives the colours, its codes tell co-operation from conflict; the default scheme
            where none is given. Labels that it lacks are shown too.
    """
    scheme = scheme or load_scheme()
    if len(documents) == 1:
        return html.page("single.html", html.ARTICLE, article=Article(documents[0], scheme))
    facts = overview.facts(documents, scheme)
    return html.page("overview.html", html.OVERVIEW, facts=facts, packed=overview.packed_articles(documents, scheme))


def notebook_html(document: Document) -> str:
    """The page in a frame for a notebook's cell, sealed off: it can neither read nor change the notebook."""
    page = escape(to_html([document]))
    style = f"width:100%;height:{_NOTEBOOK_HEIGHT}px;border:1px solid #8884;border-radius:4px"
    return f'<iframe title="Dragoman" sandbox="allow-scripts" style="{style}" srcdoc="{page}"></iframe>'
