"""This module turns HTML elements into text as a visitor sees it: paragraphs kept, inline letters joined."""

import re
from typing import Final, TypeAlias

from lxml import etree, html  # type: ignore[import-untyped]

Element: TypeAlias = html.HtmlElement


def words(line: str) -> frozenset[str]:
    """The words of `line`, to ask whether one is among them."""
    return frozenset(line.split())


SILENT: Final = words(
    "script style template noscript head title meta link svg canvas math object embed iframe audio "
    "video picture img select option datalist textarea button map mat-icon ion-icon"
)
PARAGRAPHS: Final = words(
    "p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre section article figure form fieldset header "
    "footer aside main address details hr center "
)
LINES: Final = words("div li tr dt dd caption figcaption summary legend label ")
CELLS: Final = frozenset(("td", "th"))
_ICON = re.compile(r"(?:^|\s)material-(?:icons|symbols)")
_SPACES = re.compile(r"[ \t\r\f\v\xa0\u2000-\u200a\u202f\u205f\u3000]+")
_BREAKS = re.compile(r" *\n *")
# What a box asks for before and after itself: a line of its own, or a paragraph. Neighbours share, the larger counts.
_LINE, _PARAGRAPH = "\x1e", "\x1d"
_ASKED = re.compile(f"[ \n{_LINE}{_PARAGRAPH}]*[\n{_LINE}{_PARAGRAPH}][ \n{_LINE}{_PARAGRAPH}]*")
DEEPEST = 400


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
    elif name and not is_silent(element, name) and depth < DEEPEST:
        parting = around(name)
        pieces.append(parting)
        pieces.append(written(element.text, keep_lines=name == "pre"))
        for child in element:
            _collect(child, pieces, depth + 1)
            pieces.append(written(child.tail, keep_lines=name == "pre"))
        pieces.append(parting)


def is_silent(element: Element, name: str) -> bool:
    """Whether `element`, called `name`, shows no words of its own; the words inside of an icon name a picture."""
    return name in SILENT or (name in ("i", "span") and _ICON.search(element.get("class") or "") is not None)


def granted(asked: str) -> str:
    """What parts two lines between which boxes and breaks `asked` for room."""
    if _PARAGRAPH in asked or asked.count("\n") > 1:
        return "\n\n"
    return "\n" if _LINE in asked or "\n" in asked else " "


def _granted(asked: re.Match[str]) -> str:
    return granted(asked[0])


def written(text: str | None, *, keep_lines: bool) -> str:
    """`text` between two tags without the line breaks of the source, but where the page keeps them."""
    if not text:
        return ""
    text = text.replace(_LINE, " ").replace(_PARAGRAPH, " ")
    return text if keep_lines else re.sub(r"[\r\n]+", " ", text)


def around(name: str) -> str:
    """What a box called `name` asks for before and behind itself."""
    if name in PARAGRAPHS:
        return _PARAGRAPH
    if name in LINES or "-" in name:  # an element of the site's own making is shown as a box, mostly
        return _LINE
    return " " if name in CELLS else ""
