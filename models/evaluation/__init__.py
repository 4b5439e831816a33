"""This package measures how well a model ranks, how sure it may be, and whether it answers for what it cites."""
