"""This module prints the figures whose bounds the unit tests hold: hidden numbers, languages, drift, what rules allow."""

from collections import Counter

import pytest

from models.domain.judgement import Band
from tests.unit.corpus import test_ceiling_of_the_rules as marked
from tests.unit.models import test_mixed_languages as mixed
from tests.unit.models.entities import obfuscations
from tests.unit.models.entities.test_contacts import hidden_numbers
from tests.unit.models.indicators import test_parallel as parallel
from tests.unit.models.scoring import test_ceiling as golden
from tests.unit.models.training import test_watching as watching

pytestmark = pytest.mark.bench


def test_hidden_numbers() -> None:
    numbers, f1 = hidden_numbers(seed=20261122)
    print(f"\nhidden numbers, written: {len(obfuscations.FAMILIES)} families, {numbers} numbers, F1 {f1:.4f}")


def test_languages() -> None:
    print()
    for language, (on_all, held_out) in parallel.by_language().items():
        print(f"{language}: findings F1 {on_all:.3f} on 60 written ads, {held_out:.3f} on the 20 held out")
    right = [is_right for row in mixed.ROWS for _, is_right in mixed.read(row)]
    print(f"{len(mixed.ROWS)} written mixed ads: stretches right {sum(right)} of {len(right)}")


def test_two_draws_of_one_field() -> None:
    runs = watching.runs_of_one_field(40)
    print(f"\ndrift: {sum(bool(run.alarms) for run in runs)} of {len(runs)} comparisons of drawn ads alarm")


def test_the_ceiling_of_the_rules() -> None:
    """With perfect findings: of the golden leads, and of the leads of the corpus whose signs people marked."""
    bands = {name: golden.band_when_all_is_found(codes) for name, codes in golden.leads().items()}
    held = Counter(
        "+".join(sorted(golden.groups(golden.leads()[name])))
        for name, band in bands.items()
        if band.rank < Band.MEDIUM.rank
    )
    print(
        f"\ngolden leads: {_reaching(list(bands.values()))}; held low by their groups: {dict(held.most_common())}"
    )
    caps = marked.caps_of_leads()
    by_kind = {kind: _reaching([cap for one, cap in caps if one == kind]) for kind, _ in caps}
    print(f"marked leads: {_reaching([cap for _, cap in caps])}")
    for kind, told in sorted(by_kind.items()):
        print(f"{kind}: {told}")


def _reaching(bands: list[Band]) -> str:
    medium, high = (sum(band.rank >= least.rank for band in bands) for least in (Band.MEDIUM, Band.HIGH))
    return f"medium {medium} of {len(bands)}, high {high}"
