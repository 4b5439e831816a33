import json
import re
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

from models.domain.judgement import AdClass, Kind, PosterRole
from models.indicators.catalogue import Catalogue, Mode

ROOT = Path(__file__).parents[3]
DEVELOPMENT = sorted((ROOT / "corpus" / "development").glob("*.jsonl"))
FROZEN = sorted((ROOT / "corpus" / "frozen").glob("*.jsonl"))
SAMPLE = sorted((ROOT / "pipeline" / "sampleboard" / "ads").glob("*.jsonl"))
SIGNS = sorted((ROOT / "corpus" / "signs").glob("*.jsonl"))

PLACEHOLDER = re.compile(r"\{[a-z]+:\d+(?::[a-z]+)?\}")


def read(paths: list[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def is_lead(ad: dict[str, Any]) -> bool:
    return str(ad["labels"]["ad_class"]) == "lead"


def shingles(ad: dict[str, Any]) -> frozenset[tuple[str, ...]]:
    words = PLACEHOLDER.sub(" ", f"{ad['title']} {ad['text']}").casefold().split()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def near_copies(ads: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of ads of different families of which more than half of all runs of three words are shared."""
    runs = [shingles(ad) for ad in ads]
    holders = defaultdict(list)
    for number, found in enumerate(runs):
        for run in found:
            holders[run].append(number)
    shared = Counter(pair for ids in holders.values() for pair in combinations(ids, 2))
    return [
        (ads[a]["id"], ads[b]["id"])
        for (a, b), count in shared.items()
        if ads[a]["family"] != ads[b]["family"] and count > 0.5 * len(runs[a] | runs[b])
    ]


def test_every_ad_is_labelled_with_known_words() -> None:
    ads = read(DEVELOPMENT + FROZEN)
    assert max(Counter(ad["id"] for ad in ads).values()) == 1
    for ad in ads:
        labels = ad["labels"]
        kinds = [Kind(kind) for kind in labels["kinds"]]
        assert AdClass(labels["ad_class"])
        assert PosterRole(labels["poster_role"])
        assert bool(kinds) == is_lead(ad), ad["id"]
        assert labels["child_sign"] is False, ad["id"]


def test_no_ad_holds_a_number_that_could_be_a_persons() -> None:
    holders = [
        ad["id"]
        for ad in read(DEVELOPMENT + FROZEN)
        if re.search(r"(?<!\d)\d{8,}(?!\d)", PLACEHOLDER.sub(" ", json.dumps(ad, ensure_ascii=False)))
    ]
    assert holders == []


def test_most_ads_are_harmless_and_every_class_is_there() -> None:
    ads = read(DEVELOPMENT + FROZEN)
    classes = Counter(ad["labels"]["ad_class"] for ad in ads)
    assert len(ads) >= 1500
    assert sum(map(is_lead, ads)) <= 0.4 * len(ads)
    assert classes["independent_adult"] >= 300
    assert classes["ordinary_job"] >= 300
    assert min(classes[one.value] for one in AdClass) >= 60
    assert {kind for ad in ads for kind in ad["labels"]["kinds"]} == {kind.value for kind in Kind}


def test_families_share_few_near_copies() -> None:
    ads = read(DEVELOPMENT + FROZEN)
    assert len({name for pair in near_copies(ads) for name in pair}) <= 0.02 * len(ads)


def test_every_sign_is_quoted_from_its_ad() -> None:
    ads = {ad["id"]: ad for ad in read(DEVELOPMENT + SAMPLE)}
    catalogue = Catalogue.from_package()
    told = read(SIGNS)
    assert len(told) == len({one["id"] for one in told}) >= 800
    for one in told:
        ad = ads[one["id"]]
        assert is_lead(ad)
        assert not ad["labels"]["child_sign"]
        for sign in one["signs"]:
            assert sign["quote"] in ad[sign["in"]], (one["id"], sign["quote"])
            assert 1 <= len(sign["quote"].split()) <= 12
            assert catalogue[sign["indicator"]].mode in {Mode.SCORE, Mode.PROTECT}
