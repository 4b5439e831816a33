"""The findings of one ad are few enough to be read, stored and sent."""

from tests.unit.models.indicators.builders import cited


def test_of_an_indicator_that_stands_everywhere_fifty_places_are_cited() -> None:
    assert len(cited("Passport to be kept by company. " * 60, "JB02")) == 50
