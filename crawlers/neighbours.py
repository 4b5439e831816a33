"""This module finds the neighbouring ads that a page shows beside its own: boxes alike that each open with a link."""

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Final

from crawlers.blocks import Element, line_of
from crawlers.noise import is_contact

_LEAST: Final = 3  # boxes; two links may as well be the ad's own
_TELLING: Final = 12  # letters of a link that tells of an ad; a button says less
_NAME: Final = 3
_LONGEST_BOX: Final = 600
_HIGHEST: Final = 4
_MOST_BETWEEN: Final = 3
_MOST_LINKS: Final = 2_000


def neighbours(tree: Element) -> set[Element]:
    """The boxes that tell of other ads: at least three under one parent, alike, each opening with a link of its own."""
    groups: dict[tuple[Element, str, str], dict[Element, tuple[str, str]]] = {}
    buttons: dict[str, dict[str, Element]] = {}
    for link in islice(tree.iter("a"), _MOST_LINKS):
        address = (link.get("href") or "").strip()
        if not address or address.startswith("#") or is_contact(address):
            continue
        words = line_of(link)
        if len(words) >= _NAME:
            _note(link, address, groups)
        if words:
            buttons.setdefault(words, {}).setdefault(address, link)
    found = {
        box for links in buttons.values() if len(links) >= _LEAST for box in _boxes_of(list(links.values()))
    }
    for boxes in groups.values():
        telling = sum(1 for words, _ in boxes.values() if len(words) >= _TELLING)
        if len(boxes) >= _LEAST and 2 * telling > len(boxes) == len(
            {address for _, address in boxes.values()}
        ):
            found.update(boxes)
            found.update(_teasers(list(boxes)))
    return found


def _boxes_of(links: list[Element]) -> list[Element]:
    """The boxes alike that links of the same words ("Read more") close, one each."""
    boxes = links
    for _ in range(_HIGHEST):
        boxes = [box.getparent() for box in boxes]
        if any(box is None or box.tag in ("body", "main", "html") for box in boxes) or len(set(boxes)) < len(
            boxes
        ):
            return []
        alike = len({(box.getparent(), box.tag, box.get("class")) for box in boxes}) == 1
        if alike and all(sum(map(len, box.itertext())) <= 2 * _LONGEST_BOX for box in boxes):
            return boxes
    return []


def _teasers(boxes: list[Element]) -> Iterator[Element]:
    """What stands between boxes that hold nothing but a link, and as much behind the last: words of these ads."""
    parent = boxes[0].getparent()
    gaps = {parent.index(after) - parent.index(before) for before, after in pairwise(boxes)}
    between = gaps.pop() - 1 if len(gaps) == 1 else 0
    if 0 < between <= _MOST_BETWEEN:
        for box in boxes:
            yield from islice(box.itersiblings(), between)


def _note(
    link: Element, address: str, groups: dict[tuple[Element, str, str], dict[Element, tuple[str, str]]]
) -> None:
    words = line_of(link)
    box = link
    for _ in range(_HIGHEST):
        parent = box.getparent()
        if parent is None or box.tag in ("body", "main", "html"):
            return
        told = sum(map(len, box.itertext()))
        if told > 2 * _LONGEST_BOX or not line_of(box).startswith(words):
            return
        key = parent, box.tag, box.get("class") or ""
        groups.setdefault(key, {}).setdefault(box, (words, address))
        box = parent
