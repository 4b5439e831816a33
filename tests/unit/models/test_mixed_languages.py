from pathlib import Path

import yaml

from models.language import segments

ROWS: list[list[tuple[str, str]]] = yaml.safe_load(
    (Path(__file__).parents[2] / "cases" / "mixed_languages.yaml").read_text("utf-8")
)


def share_in(lang: str, start: int, end: int, text: str) -> float:
    """The share of the stretch's characters that lie in a segment of `lang`."""
    found = [(s.lang, max(0, min(end, s.end) - max(start, s.start))) for s in segments(text)]
    return sum(n for spoken, n in found if spoken == lang) / sum(n for _, n in found)


def read(row: list[tuple[str, str]]) -> list[tuple[str, bool]]:
    """Each stretch's language, and whether four fifths of it are read as that."""
    text = " ".join(stretch for _, stretch in row)
    at, found = 0, []
    for lang, stretch in row:
        found.append((lang, share_in(lang, at, at + len(stretch), text) > 0.8))
        at += len(stretch) + 1
    return found


def test_sixty_mixed_ads_are_read_in_their_languages_nineteen_times_of_twenty() -> None:
    stretches = [stretch for row in ROWS for stretch in read(row)]
    right = sum(is_right for _, is_right in stretches)
    assert len(ROWS) == 60
    assert right / len(stretches) >= 0.95


def test_marathi_and_urdu_are_not_taken_for_hindi() -> None:
    stretches = [is_right for row in ROWS for lang, is_right in read(row) if lang in {"mr", "ur"}]
    assert sum(stretches) / len(stretches) >= 0.9
