import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.blocks import parse, text_of, text_of_html


@pytest.mark.parametrize(
    ("source", "text", "why"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo", "paragraphs stand apart"),
        ("<p>One<br>\nTwo</p>", "One\nTwo", "a break is one line, with or without a line break behind it"),
        ("<div>One</div><div>Two</div>", "One\nTwo", "boxes are lines"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo", "points are lines"),
        (
            "<b>C</b>ook 98<i>765</i>43210",
            "Cook 9876543210",
            "letters that touch on the page touch in the text",
        ),
        ("<p>One\n   two&nbsp;three</p>", "One two three", "white space of the source is one space"),
        (
            "<table><tr><td>Pay</td><td>900</td></tr><tr><td>City</td></tr></table>",
            "Pay 900\nCity",
            "rows are lines",
        ),
        (
            "<p>One<script>x()</script><style>p{}</style><svg><text>S</text></svg> two</p>",
            "One two",
            "no code or drawing",
        ),
        ("<pre>One\n  two</pre>", "One\ntwo", "preformatted lines stay, their indents go"),
        ("क्‍या <b>काम</b> है", "क्‍या काम है", "joiners inside a word stay"),
        ("Pay &lt; 900 &amp; food", "Pay < 900 & food", "entities are read"),
        ("One\nTwo &amp; three", "One\nTwo & three", "plain lines with an entity keep their breaks"),
        ("One\r\nTwo\n\n\n\nThree", "One\nTwo\n\nThree", "plain text keeps its paragraphs"),
        ("Pay < 900 > 800", "Pay < 900 > 800", "a bracket that opens no tag is text"),
        ("<p>One<p>Two<div>Three", "One\n\nTwo\n\nThree", "what is not closed is read all the same"),
    ],
)
def test_html_becomes_text_as_a_visitor_sees_it(source: str, text: str, why: str) -> None:
    assert text_of_html(source) == text, why


@pytest.mark.parametrize("source", ["", "  \n", "<!-- nothing -->", "<!doctype html>"])
def test_a_page_with_nothing_in_it_has_no_text(source: str) -> None:
    tree = parse(source)
    assert tree is None or text_of(tree) == ""


def test_ten_thousand_nested_boxes_neither_hang_nor_crash() -> None:
    assert text_of_html("<p>Cook</p>" + "<div>" * 10_000 + "deep" + "</div>" * 10_000).startswith("Cook")


@given(st.text(alphabet="ab <>/&;#0\n\u0915\u094d", max_size=200))
def test_no_markup_breaks_the_reader(source: str) -> None:
    assert "\n\n\n" not in text_of_html(source)
