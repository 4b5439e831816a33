"""This package holds the console: the pages on which people search, read and mark flagged ads."""

from search.console.app import create_app

__all__ = ["create_app"]
