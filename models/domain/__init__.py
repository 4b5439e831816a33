"""This package holds the nouns that every other room uses; nothing in it does I/O."""
