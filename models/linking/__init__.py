"""This package tells which ads belong together."""
