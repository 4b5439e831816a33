"""This package holds the model of an ad: the words for it (`domain`) and how it is judged."""
