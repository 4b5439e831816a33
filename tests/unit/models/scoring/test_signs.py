from dataclasses import replace

from models.domain.judgement import Kind
from models.indicators.catalogue import Catalogue, Tier
from models.scoring.signs import signs

CATALOGUE = Catalogue.from_package()


def test_only_what_scores_or_protects_is_a_sign() -> None:
    ids = {one.indicator for one in signs(CATALOGUE.values())}
    assert {"JB01", "CS05", "CN05"} <= ids
    assert not ids & {"SX04", "SX06", "SX07", "SX08", "SX18", "CN01", "CN11", "CH01", "NW01", "JB29"}


def test_a_protected_attribute_never_becomes_a_sign_whatever_weight_it_claims() -> None:
    claiming = [replace(CATALOGUE["JB01"], tier=tier) for tier in (Tier.A_PROTECTED, Tier.D)]
    assert signs(claiming) == ()


def test_strength_and_direction_come_from_the_table() -> None:
    by_id = {one.indicator: one for one in signs(CATALOGUE.values())}
    assert (by_id["JB01"].prior, by_id["JB04"].prior, by_id["JB03"].prior) == (2.1, 1.25, 0.55)
    assert by_id["CN05"].prior == -1.25


def test_a_statutory_sign_weighs_more_than_two_of_weight_mid() -> None:
    by_id = {one.indicator: one for one in signs(CATALOGUE.values())}
    assert by_id["OB01"].prior > 2 * by_id["JB04"].prior


def test_a_sign_speaks_for_its_kinds_and_a_protective_one_against_all() -> None:
    by_id = {one.indicator: one for one in signs(CATALOGUE.values())}
    assert by_id["JB01"].kinds == {Kind.RECRUITMENT_FRAUD, Kind.OVERSEAS_RECRUITMENT}
    assert by_id["CN05"].kinds == set(Kind)
    assert by_id["JB27"].kinds == set(Kind)
