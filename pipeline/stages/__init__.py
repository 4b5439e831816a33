"""This package holds what is done to events. A stage knows neither the bus nor its neighbour."""
