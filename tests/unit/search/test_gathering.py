from pathlib import Path

import pytest

from models.domain.errors import WrongUsage
from models.domain.judgement import Band
from search.gathering import fetch, gather, open_ad
from search.index.build import document
from tests.unit.search.builders import open_house, scored


def test_a_lead_holds_every_linked_ad_also_over_a_middle_one(tmp_path: Path) -> None:
    house = open_house(tmp_path)
    one, middle, far, _ = house.take(scored("1"), scored("2", band=Band.NONE), scored("3"), scored("4"))
    house.join(one, middle)
    house.join(middle, far, basis="template")
    seed = house.index.get(one)
    assert seed is not None
    gathering = gather([seed], house.index, house.records)
    assert [set(lead.ad_ids) for lead in gathering.leads] == [{one, middle, far}]
    assert set(gathering.documents) == {one, middle, far}


def test_fetching_more_ads_than_one_question_takes_gives_them_all(tmp_path: Path) -> None:
    house = open_house(tmp_path)
    ids = house.take(*(scored(str(number)) for number in range(520)))
    assert set(fetch([*ids, "aunknown"], house.index)) == set(ids)


def test_an_opened_ad_is_what_was_indexed(tmp_path: Path) -> None:
    house = open_house(tmp_path)
    event = scored(title="नौकरी")
    assert open_ad(document(event, house.vault), house.vault) == event


def test_another_keyring_opens_nothing_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    house, other = open_house(tmp_path), open_house(tmp_path / "other")
    with pytest.raises(WrongUsage, match="keyring"):
        open_ad(document(scored(), house.vault), other.vault)
