"""This package holds what may be asked of the ad index, as data: no engine's syntax in or out."""
