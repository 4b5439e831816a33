import pytest

from models.domain.errors import WrongUsage
from models.domain.judgement import Kind
from models.indicators.catalogue import Catalogue, Group, Mode, Tier, Weight

HEAD = "id,label,kinds,group,element,mode,weight,needs,tier,maps,note\n"
ROW = "JB01,Fee,recruitment_fraud,money,means,score,high,,C,F9,note\n"


def test_the_shipped_catalogue_has_134_indicators() -> None:
    assert len(Catalogue.from_package()) == 134


def test_what_does_not_predict_or_is_a_protected_attribute_weighs_nothing() -> None:
    weights = {
        sign.weight for sign in Catalogue.from_package().values() if sign.tier in {Tier.D, Tier.A_PROTECTED}
    }
    assert weights == {Weight.NONE}


def test_a_row_is_read_with_its_types() -> None:
    sign = Catalogue.from_csv(HEAD + ROW)["JB01"]
    assert (sign.kinds, sign.group, sign.mode) == ((Kind.RECRUITMENT_FRAUD,), Group.MONEY, Mode.SCORE)


def test_needs_are_resolved_to_ids() -> None:
    assert {"CS01", "CS11", "JB25", "GU08"} <= set(Catalogue.from_package()["JB06"].needs)
    assert "JB03" not in Catalogue.from_package()["JB06"].needs


def test_a_star_and_a_protection_speak_for_every_kind() -> None:
    catalogue = Catalogue.from_package()
    assert all(catalogue["JB27"].speaks_for(kind) and catalogue["CN04"].speaks_for(kind) for kind in Kind)
    assert not catalogue["JB01"].speaks_for(Kind.ORGAN_TRADE)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ROW.replace("money", "cash"), "group is 'cash'"),
        (ROW.replace("score", "count"), "mode is 'count'"),
        (ROW.replace("recruitment_fraud", "fraud"), "kinds is 'fraud'"),
        (ROW.replace("high,,C", "high,ZZ*,C"), "needs names ZZ*"),
        (ROW.replace("high,,C", "high,,D"), "must weigh 0"),
        (ROW.replace("high,,C", "high,,A*"), "must weigh 0"),
        (ROW.replace("score,high", "lane:work_or_marriage,high"), "must weigh 0"),
        (ROW + ROW, "stands there twice"),
        ("JB01,Fee\n", "no column kinds"),
    ],
)
def test_a_row_that_is_not_as_it_must_be_is_told(row: str, said: str) -> None:
    with pytest.raises(WrongUsage, match=r"indicators\.csv") as raised:
        Catalogue.from_csv(HEAD + row)
    assert said in str(raised.value)
