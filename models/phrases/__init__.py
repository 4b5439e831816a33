"""This package finds phrases in texts: it knows sets, patterns and spellings of words, and no indicator."""
