import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.decision import Decision, Outcome, from_json, label_of, to_json
from models.domain.judgement import AdClass, Kind


def decision(
    outcome: Outcome, *, kinds: frozenset[Kind] = frozenset(), ad_class: AdClass | None = None
) -> Decision:
    return Decision("a1", "c1", outcome, "asha", 5, "read it", kinds, ad_class)


FORCED = frozenset({Kind.FORCED_LABOUR})


@pytest.mark.parametrize(
    ("one", "label"),
    [
        (decision(Outcome.REFER, kinds=FORCED), (FORCED, AdClass.LEAD)),
        (decision(Outcome.REFER), None),  # a lead of which kind?
        (decision(Outcome.REFER, kinds=FORCED, ad_class=AdClass.ORDINARY_JOB), None),  # which of the two?
        (decision(Outcome.ADULT_CONSENSUAL), (frozenset(), AdClass.INDEPENDENT_ADULT)),
        (decision(Outcome.ADULT_CONSENSUAL, kinds=FORCED), (frozenset(), AdClass.INDEPENDENT_ADULT)),
        (decision(Outcome.LEGITIMATE, ad_class=AdClass.SPA), (frozenset(), AdClass.SPA)),
        (decision(Outcome.LEGITIMATE), None),  # harmless, but what is it?
        (decision(Outcome.LEGITIMATE, ad_class=AdClass.LEAD), None),
        (decision(Outcome.WATCH, kinds=FORCED), None),
        (decision(Outcome.DUPLICATE, ad_class=AdClass.SPAM), None),
        (decision(Outcome.INSUFFICIENT), None),
    ],
)
def test_only_what_says_something_of_the_ad_is_a_label(
    one: Decision, label: tuple[frozenset[Kind], AdClass] | None
) -> None:
    assert label_of(one) == label


@given(
    st.builds(
        Decision,
        ad_id=st.text(),
        content_hash=st.text(),
        outcome=st.sampled_from(Outcome),
        by=st.text(),
        at=st.integers(),
        reason=st.text(),
        kinds=st.frozensets(st.sampled_from(Kind)),
        ad_class=st.none() | st.sampled_from(AdClass),
        blind=st.booleans(),
        stream=st.text(),
        probability=st.floats(0.001, 1),
    )
)
def test_a_decision_survives_its_line(one: Decision) -> None:
    assert from_json(to_json(one)) == one
