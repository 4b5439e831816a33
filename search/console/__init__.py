"""This package holds the console: the pages on which people search, read and mark flagged ads."""
