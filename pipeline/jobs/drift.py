"""This module watches drift: the ads first seen lately beside those of the weeks before, or one file beside another."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from models.domain.ad import short_hash
from models.domain.errors import Refused
from models.domain.judgement import Judgement
from models.scoring.ngrams import words
from models.screening import Reader
from models.training.watching import Comparison, Sight, Watched, compared
from pipeline import bootstrap
from pipeline.clock import now_us
from pipeline.labelling import Question, questions_of_files
from pipeline.pieces import Progress, judging, unheard
from pipeline.settings import Settings
from search.index.document import AdDocument
from search.query.query import Filters, Query

_DAY = 24 * 3_600_000_000  # microseconds
_MOST = 4000  # ads of either time; more tell no more


@dataclass(frozen=True, slots=True)
class Times:
    """The ads of the last `days` are compared with those of the `against` days before."""

    days: int = 7
    against: int = 21


def drift_of_index(settings: Settings, times: Times, *, now: int | None = None) -> Comparison:
    """The comparison over what the index holds; reads neither texts nor contacts. Copies of one text count once."""
    end = now_us() if now is None else now
    middle = end - times.days * _DAY
    start = middle - times.against * _DAY
    then: dict[str, AdDocument] = {}
    lately: dict[str, AdDocument] = {}
    with closing(bootstrap.open_index(settings)) as index:
        index.refresh()
        for document in index.scan(Query(filters=Filters(captured_from=start))):
            if start <= document.first_seen < end:
                side = lately if document.first_seen >= middle else then
                side.setdefault(document.template_key or document.ad_id, document)
    return compared(_some(then), _some(lately))


def drift_of_files(
    settings: Settings, then: Sequence[Path], now: Sequence[Path], *, progress: Progress = unheard
) -> Comparison:
    """The comparison of files of ads, labelled or not, as the champion sees them, all as one source."""
    champion, reader = bootstrap.open_registry(settings).champion(), Reader.from_package()

    def sights(paths: Sequence[Path]) -> Iterator[Sight]:
        questions = questions_of_files(paths)
        judge = judging(reader, champion, partial(progress, "ads judged"))
        answers = judge([one.ad.ad for one in questions])
        for one, answer in zip(questions, answers, strict=True):
            if isinstance(answer, Judgement):
                yield _judged(one, answer)

    return compared(list(sights(then)), list(sights(now)))


def look_for_drift(settings: Settings) -> int:
    """How much was compared. Raises `Refused` naming every alarm: an orchestrator shows what fails."""
    found = drift_of_index(settings, Times())
    if found.alarms:
        where = "; ".join(f"{one.what} of {one.source}" for one in found.alarms)
        raise Refused(
            f"The ads of the last week do not look like those before: {where}. Read some (`nigah search`), see "
            "`nigah drift`, and train anew or mend the source card where need be."
        )
    return len(found.watched)


def told(one: Watched) -> str:
    """One line of the comparison."""
    mark = "ALARM" if one.shift.fires else ""
    figures = f"{one.shift.value:.3f}\tnoise {one.shift.noise:.3f}\tads {one.then}, {one.now}"
    return f"{one.source}\t{one.what}\t{figures}\t{mark}".rstrip()


def _some(documents: dict[str, AdDocument]) -> list[Sight]:
    """The ads as they are watched; of many a part that depends on nothing but their ids."""
    chosen = sorted(documents.values(), key=lambda one: short_hash(one.ad_id))[:_MOST]
    return [_indexed(one) for one in chosen]


def _indexed(document: AdDocument) -> Sight:
    return Sight(
        source=document.source,
        language=document.languages[0] if document.languages else "und",
        ad_class=document.ad_class,
        model=document.model,
        score=document.score,
        indicators=document.indicators,
        words=tuple(_plain(document.tokens.split())),
        contacts=len(document.contact_keys),
    )


def _judged(one: Question, answer: Judgement) -> Sight:
    languages = [part.lang for part in answer.language]
    hidden = {contact.surface for contact in answer.contacts}
    return Sight(
        source="files",
        language=languages[0] if languages else "und",
        ad_class=answer.ad_class,
        model=answer.model,
        score=answer.score,
        indicators=tuple(sorted({finding.indicator for finding in answer.findings})),
        words=tuple(_plain([word.casefold() for word in words(one.ad.ad.text) if word not in hidden])),
        contacts=len(answer.contacts),
    )


def _plain(found: Sequence[str]) -> list[str]:
    """Words alone: numbers and what stands for a contact or a part of the ad are new every day."""
    return [word for word in found if not any(sign.isdigit() for sign in word) and word[:1] != "<"]
