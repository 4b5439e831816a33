"""This module names the concepts that an ad speaks of: the sets of the phrase book, alike in every language.

"रखेंगे", "rakhenge" and "will be kept" are one concept. A concept is no sign and is never cited; it tells a learned
line what the ad is about where the words themselves were never seen.
"""

from models.indicators.reading import AdReading, PartReading
from models.normalise.learnable import GROUP, NAME, PLACE

_PLACES = (
    *("<foreign>", "<compound>", "<gulf>", "<region>", "<origin>", "<war_zone>"),
    *("<compound_town>", "<cambodia_town>", "<southeast_asia>", "<relay_hub>", "<somewhere_abroad>"),
    *("<third_country>", "<riyal_or_iqama>"),
)
NEVER_LEARNED = {"<community>": GROUP, "<given_name>": NAME, **dict.fromkeys(_PLACES, PLACE)}
"""What stands for the words of each set that says who somebody is or where they are from: never learned from (typology, rule 2)."""


def concepts(reading: AdReading) -> list[str]:
    """The concepts of `reading`, each once, as `says_NAME`.

    Origins, places, communities and names are left out, and so is what a concept's words share with them: "New" of
    New Delhi is not new.
    """
    told: dict[str, None] = {}
    for part in reading.parts:
        hidden = hidden_tokens(part)
        fresh = (
            name for name in part.hits if name[0] == "<" and name not in NEVER_LEARNED and name not in told
        )
        said = [name for name in fresh if any(hidden.isdisjoint(range(*span)) for span in part.spans(name))]
        told |= dict.fromkeys(said)
    return [f"says_{name[1:-1]}" for name in told]


def hidden_tokens(part: PartReading) -> set[int]:
    """The numbers of the tokens that say who somebody is or where something lies."""
    spans = [span for name in NEVER_LEARNED for span in part.spans(name)]
    hidden = {number for span in spans for number in range(*span)}
    return hidden.union(*(part.covering(place.span.start, place.span.end) for place in part.places))
