from dataclasses import replace

from models.domain.judgement import AdClass
from models.training.labelled import Label, LabelledAd
from models.training.weights import learning_weights
from tests.unit.models.training.builders import raw_ad

WRITTEN = LabelledAd(raw_ad(1, "one"), frozenset(), AdClass.ORDINARY_JOB, "f1")


def drawn(text: str, *, probability: float, by: str = "asha") -> LabelledAd:
    label = Label(by, blind=True, source="active: unsure", probability=probability)
    return replace(WRITTEN, ad=raw_ad(2, text), weight=1 / probability, label=label)


def test_a_drawn_ad_stands_for_its_like_but_for_twenty_at_most() -> None:
    own = [WRITTEN, drawn("two", probability=0.25), drawn("three", probability=0.001)]
    assert learning_weights(own) == [1.0, 4.0, 20.0]


def test_a_weight_that_was_stated_is_kept() -> None:
    assert learning_weights([replace(WRITTEN, weight=0.5)]) == [0.5]


def test_labels_of_several_people_share_the_weight_of_their_ad() -> None:
    own = [
        drawn("two", probability=0.5),
        drawn("two", probability=0.5, by="ravi"),
        drawn("3", probability=0.5),
    ]
    assert learning_weights(own) == [1.0, 1.0, 2.0]


def test_copies_whose_labeller_nobody_named_stand_for_themselves() -> None:
    assert learning_weights([WRITTEN, WRITTEN]) == [1.0, 1.0]
