"""This module judges collected ads in batches."""

from collections.abc import Callable, Sequence

from models.domain.ad import RawAd
from models.domain.events import AdCollected, AdScored, AdWithdrawn, Event
from models.domain.judgement import ChildSign, Judgement
from pipeline.lane import restrict
from pipeline.stages.port import Done, Outcome, SetAside

Screen = Callable[[Sequence[RawAd]], Sequence[Judgement | ChildSign]]


class ScreenStage:
    """`ads.collected` to `ads.scored`; what shows a child sign only now goes to the lane. No I/O."""

    name = "screen"

    def __init__(self, screen: Screen, *, lane_public: str | None = None) -> None:
        self._screen, self._lane_public = screen, lane_public

    def handle(self, events: Sequence[Event]) -> Sequence[Outcome]:
        """See `Stage.handle`."""
        ads = [event.ad for event in events if isinstance(event, AdCollected)]
        answers = iter(zip(ads, self._screen(ads), strict=True) if ads else ())
        return [
            self._outcome(*next(answers)) if isinstance(event, AdCollected) else _passed_on(event)
            for event in events
        ]

    def _outcome(self, ad: RawAd, answer: Judgement | ChildSign) -> Outcome:
        if isinstance(answer, ChildSign):
            restricted = restrict(ad, answer, stage=self.name, lane_public=self._lane_public)
            return Done((restricted, AdWithdrawn(ad.ad_id, ad.captured_at)))
        return Done((AdScored(ad, answer),))


def _passed_on(event: Event) -> Outcome:
    return Done((event,)) if isinstance(event, AdWithdrawn) else SetAside("not a collected ad")
