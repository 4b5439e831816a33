"""This package turns findings and masked words into scores, bands and reasons."""
