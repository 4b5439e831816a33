"""A set and a map in little memory say what Python's own do."""

from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.digests import DigestMap, DigestSet, digest

KEYS = st.sampled_from([0, 1, 2, 3, 5, 8, 2**63, 2**64 - 1])
DEEDS = st.lists(st.tuples(st.sampled_from(["put", "drop"]), KEYS, st.integers(0, 9)), max_size=60)


@settings(max_examples=200)
@given(DEEDS)
def test_a_digest_map_is_a_dictionary(deeds: list[tuple[str, int, int]]) -> None:
    ours, theirs = DigestMap(waiting=4), dict[int, int]()
    for deed, key, number in deeds:
        if deed == "put":
            ours.put(key, number)
            theirs[key] = number
        else:
            ours.drop(key)
            theirs.pop(key, None)
        assert (len(ours), sorted(ours.numbers())) == (len(theirs), sorted(theirs.values()))
        assert all(ours.get(each) == theirs.get(each) for each in (0, 1, 2, 3, 5, 8, 2**63, 2**64 - 1))


@given(st.lists(KEYS, max_size=40))
def test_a_digest_set_is_a_set(keys: list[int]) -> None:
    ours = DigestSet(waiting=4)
    for key in keys:
        ours.add(key)
    assert len(ours) == len(set(keys))
    assert all((key in ours) == (key in keys) for key in (0, 1, 4, 2**63))
    ours.clear()
    assert (len(ours), 1 in ours) == (0, False)


def test_digests_of_a_hundred_thousand_addresses_are_as_many() -> None:
    assert len({digest(f"https://mandi.example/ad/{number}") for number in range(100_000)}) == 100_000
    assert digest("x") < 2**64
