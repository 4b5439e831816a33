"""This package folds published text for matching, and never loses the way back to it."""
