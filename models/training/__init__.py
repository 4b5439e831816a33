"""This package makes a classifier from labelled ads."""
