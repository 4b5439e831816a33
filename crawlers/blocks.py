"""This module turns HTML elements into text as a visitor sees it: paragraphs kept, inline letters joined."""

import re
from typing import Final, TypeAlias

from lxml import etree, html  # type: ignore[import-untyped]

Element: TypeAlias = html.HtmlElement


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_SILENT: Final = _words(
    "script style template noscript head title meta link svg canvas math object embed iframe audio "
    "video picture img select option datalist textarea button map "
)
_PARAGRAPHS: Final = _words(
    "p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre section article figure form fieldset header "
    "footer aside main address details hr center "
)
_LINES: Final = _words("div li tr dt dd caption figcaption summary legend label ")
_CELLS: Final = frozenset(("td", "th"))
_SPACES = re.compile(r"[ \t\r\f\v\xa0\u2000-\u200a\u202f\u205f\u3000]+")
_BREAKS = re.compile(r" *\n *")
# What a box asks for before and after itself: a line of its own, or a paragraph. Neighbours share, the larger counts.
_LINE, _PARAGRAPH = "\x1e", "\x1d"
_ASKED = re.compile(f"[ \n{_LINE}{_PARAGRAPH}]*[\n{_LINE}{_PARAGRAPH}][ \n{_LINE}{_PARAGRAPH}]*")
_DEEPEST = 400


def parse(source: str) -> Element | None:
    """The tree of a page or a piece of HTML, however broken; None where there is nothing in it."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    body = source.encode("utf-8", "replace")
    if not body.strip():
        return None
    try:
        return html.document_fromstring(body, parser=parser)
    except etree.LxmlError:  # nothing but comments or declarations
        return None


def text_of(element: Element) -> str:
    """The text of `element`: paragraphs two line breaks apart, lines one; runs of spaces become one."""
    pieces: list[str] = []
    _collect(element, pieces, 0)
    return _ASKED.sub(_granted, _SPACES.sub(" ", "".join(pieces))).strip()


def text_of_html(source: str) -> str:
    """The text of a piece of HTML; what holds no markup keeps its line breaks."""
    if not re.search(r"<[a-zA-Z!/]|&[#a-zA-Z]\w{1,8};", source):
        return text_of_plain(source)
    if not re.search(r"<[a-zA-Z!/]", source) and "\n" in source:
        source = source.replace("\n", "<br>")
    tree = parse(source)
    return text_of(tree) if tree is not None else ""


def text_of_plain(source: str) -> str:
    """Plain text with spaces and line breaks as `text_of` writes them."""
    lines = _BREAKS.sub("\n", _SPACES.sub(" ", source.replace("\r\n", "\n").replace("\r", "\n")))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def line_of(element: Element) -> str:
    """The text of `element` on one line."""
    return " ".join(text_of(element).split())


def _collect(element: Element, pieces: list[str], depth: int) -> None:
    name = element.tag if isinstance(element.tag, str) else ""
    if name == "br":
        pieces.append("\n")
    elif name and name not in _SILENT and depth < _DEEPEST:
        around = _around(name)
        pieces.append(around)
        pieces.append(_written(element.text, keep_lines=name == "pre"))
        for child in element:
            _collect(child, pieces, depth + 1)
            pieces.append(_written(child.tail, keep_lines=name == "pre"))
        pieces.append(around)


def _granted(asked: re.Match[str]) -> str:
    return "\n\n" if _PARAGRAPH in asked[0] or asked[0].count("\n") > 1 else "\n"


def _written(text: str | None, *, keep_lines: bool) -> str:
    if not text:
        return ""
    text = text.replace(_LINE, " ").replace(_PARAGRAPH, " ")
    return text if keep_lines else re.sub(r"[\r\n]+", " ", text)


def _around(name: str) -> str:
    if name in _PARAGRAPHS:
        return _PARAGRAPH
    if name in _LINES:
        return _LINE
    return " " if name in _CELLS else ""
