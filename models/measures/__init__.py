"""This package holds the statistics that training and evaluation report: each is computed in one way, here."""
