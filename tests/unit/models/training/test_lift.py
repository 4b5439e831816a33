from models.domain.judgement import AdClass, Kind
from models.scoring.assessment import AdFeatures
from models.training.labelled import LabelledAd
from models.training.lift import measured_signs
from tests.unit.models.training.builders import all_signs, features, raw_ad

JB03 = next(one for one in all_signs() if one.indicator == "JB03")
CN05 = next(one for one in all_signs() if one.indicator == "CN05")


def ads(
    *, found: str, leads_with: int, others_with: int, leads: int = 40, others: int = 200
) -> tuple[list[LabelledAd], list[AdFeatures]]:
    labelled, read = [], []
    for number in range(leads + others):
        lead = number < leads
        shown = number < leads_with or 0 <= number - leads < others_with
        kinds = frozenset({Kind.RECRUITMENT_FRAUD} if lead else ())
        labelled.append(LabelledAd(raw_ad(number, ""), kinds, AdClass.LEAD if lead else AdClass.SPA, "f"))
        read.append(features(found=[found] if shown else []))
    return labelled, read


def test_a_sign_that_is_as_common_among_the_harmless_loses_its_weight() -> None:
    assert measured_signs([JB03], *ads(found="JB03", leads_with=10, others_with=50)) == ((), ("JB03",))


def test_a_sign_that_tells_leads_apart_keeps_it() -> None:
    assert measured_signs([JB03], *ads(found="JB03", leads_with=30, others_with=10)) == ((JB03,), ())


def test_a_sign_seen_too_rarely_to_measure_keeps_its_prior() -> None:
    assert measured_signs([JB03], *ads(found="JB03", leads_with=1, others_with=20)) == ((JB03,), ())


def test_a_protective_sign_is_measured_the_other_way_round() -> None:
    assert measured_signs([CN05], *ads(found="CN05", leads_with=0, others_with=90)) == ((CN05,), ())
    assert measured_signs([CN05], *ads(found="CN05", leads_with=20, others_with=90)) == ((), ("CN05",))
