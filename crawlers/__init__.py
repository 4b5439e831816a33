"""This package is where ads come from: source cards, spiders, pages into ads. It knows neither bus nor index."""
