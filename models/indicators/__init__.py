"""This package finds the indicators of `data/indicators.csv` in an ad, exact to the character."""
