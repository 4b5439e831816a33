from models.phrases.anchoring import Anchors, Heard
from models.phrases.joining import Hits, Pattern, Step

PASSPORT, KEPT = Step(0, "<passport>", None), Step(3, "<kept>", None)
BY_US = Step(0, "<by_us>", None)


def heard(hits: Hits, *patterns: Pattern, sentences: tuple[int, ...] = (0,) * 9) -> Heard:
    anchors = Anchors(patterns)
    found = sorted((span, name) for name, spans in hits.items() for span in spans)
    return Heard(anchors, [(span, anchors.about((name,))) for span, name in found], sentences)


def targets(of: Heard) -> list[str]:
    return [pattern.target for pattern in of.next_turn()]


def test_only_patterns_all_of_whose_names_were_hit_are_tried() -> None:
    patterns = (Pattern.of("JB11", (PASSPORT, KEPT)), Pattern.of("JB12", (PASSPORT, KEPT, BY_US)))
    assert targets(heard({"<passport>": [(0, 1)], "<kept>": [(2, 3)]}, *patterns)) == ["JB11"]


def test_names_in_two_sentences_make_no_pattern() -> None:
    hits, pattern = {"<passport>": [(0, 1)], "<kept>": [(2, 3)]}, Pattern.of("JB11", (PASSPORT, KEPT))
    assert targets(heard(hits, pattern, sentences=(0, 0, 1))) == []


def test_what_reaches_over_the_end_of_a_sentence_is_not_heard() -> None:
    hits = {"<passport>": [(0, 2), (1, 2)], "<kept>": [(1, 3)]}
    assert heard(hits, sentences=(0, 1, 1)).hits == {"<passport>": [(1, 2)], "<kept>": [(1, 3)]}


def test_places_heard_later_are_told_in_order() -> None:
    late = heard({"<kept>": [(2, 3)]}, Pattern.of("JB12", (KEPT, PASSPORT)))
    late.add("<kept>", {(4, 5), (0, 1), (2, 3)})
    assert late.hits == {"<kept>": [(0, 1), (2, 3), (4, 5)]}


def test_a_pattern_waits_for_its_turn_and_is_tried_once() -> None:
    hits = {"<passport>": [(0, 1), (4, 5)], "<kept>": [(2, 3), (5, 6)]}
    late, early = (
        Pattern.of(name, (PASSPORT, KEPT), turn=turn) for name, turn in (("JB11", 2), ("<held>", 1))
    )
    waiting = heard(hits, late, early, sentences=(0, 0, 0, 0, 1, 1))
    assert [targets(waiting), targets(waiting), targets(waiting)] == [["<held>"], ["JB11"], []]


def test_a_name_that_an_earlier_turn_adds_makes_later_patterns_possible() -> None:
    hits: Hits = {"<passport>": [(0, 1)]}
    waiting = heard(hits, Pattern.of("JB11", (PASSPORT, KEPT)), Pattern.of("JB12", (KEPT, PASSPORT)))
    assert targets(waiting) == []
    waiting.add("<kept>", {(2, 3)})
    assert sorted(targets(waiting)) == ["JB11", "JB12"]


def test_a_third_name_may_come_last() -> None:
    hits: Hits = {"<passport>": [(0, 1)], "<kept>": [(2, 3)]}
    pattern = Pattern.of("JB12", (PASSPORT, KEPT, BY_US), turn=1)
    other = Pattern.of("<by_us>", (PASSPORT, KEPT))
    waiting = heard(hits, pattern, other)
    assert targets(waiting) == ["<by_us>"]
    waiting.add("<by_us>", {(3, 4)})
    assert targets(waiting) == ["JB12"]


def test_what_goes_by_the_one_name_of_a_pattern_goes_by_its_target_as_well() -> None:
    taken, held = Pattern.of("<taken>", (KEPT,)), Pattern.of("<held>", (Step(0, "<taken>", None),), turn=1)
    early = heard({"<kept>": [(2, 3)]}, held, taken)
    assert early.hits == {"<kept>": [(2, 3)], "<taken>": [(2, 3)], "<held>": [(2, 3)]}
    assert targets(early) == []
    assert list(early.add("<taken>", {(0, 1)})) == ["<taken>", "<held>"]
    assert early.hits == {"<kept>": [(2, 3)], "<taken>": [(0, 1), (2, 3)], "<held>": [(0, 1), (2, 3)]}


def test_a_number_goes_by_every_range_that_it_lies_in() -> None:
    teens = Pattern.of("<teens>", (Step(0, "{13-19}", (13, 19)),))
    young = Pattern.of("<young>", (Step(0, "<teens>", None),))
    anchors = Anchors((teens, young))
    assert anchors.about(("<lucky>",), value=13).names == ("<lucky>", "<teens>", "<young>")
    assert anchors.about((), value=20).names == ()


def test_a_pattern_waits_only_where_a_number_of_its_range_stands() -> None:
    pattern = Pattern.of("JB17", (Step(0, "{13-19}", (13, 19)), KEPT))
    anchors = Anchors([pattern])
    for value, tried in ((13, ["JB17"]), (20, [])):
        found = [((0, 1), anchors.about((), value=value)), ((1, 2), anchors.about(("<kept>",)))]
        assert targets(Heard(anchors, found, (0, 0))) == tried


def test_what_is_added_meets_a_first_name_of_the_same_sentence_only() -> None:
    hits, pattern = {"<passport>": [(0, 1), (4, 5)]}, Pattern.of("JB11", (PASSPORT, KEPT), turn=1)
    far = heard(hits, pattern, sentences=(0, 0, 1, 1, 2))
    far.add("<kept>", {(2, 3)})
    assert targets(far) == []
    near = heard(hits, pattern, sentences=(0, 0, 1, 1, 2))
    near.add("<kept>", {(1, 2)})
    assert targets(near) == ["JB11"]
