import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.entities.pay import pay


@pytest.mark.parametrize(
    ("published", "low", "high", "period"),
    [
        ("Rs 2-5 lakh", 200_000, 500_000, None),
        ("Rs. 25,000/- per month", 25_000, 25_000, "month"),
        ("₹1,50,000", 150_000, 150_000, None),
        ("salary 15000-25000", 15_000, 25_000, None),
        ("15-20k per month", 15_000, 20_000, "month"),
        ("Rs 15-20,000", 15_000, 20_000, None),
        ("50,000 to 1 lakh", 50_000, 100_000, None),
        ("3.5 LPA", 350_000, 350_000, "year"),
        ("Rs.500/day", 500, 500, "day"),
        ("daily 500 rs", 500, 500, "day"),
        ("500 rs per hour", 500, 500, "hour"),
        ("1.5 crore", 15_000_000, 15_000_000, None),
        ("twenty five thousand rupees", 25_000, 25_000, None),
        ("do lakh rupaye", 200_000, 200_000, None),
        ("20 हजार रुपये महीना", 20_000, 20_000, "month"),
        ("वेतन 12000 से 15000", 12_000, 15_000, None),
        ("জীবন: বেতন ২০ হাজার টাকা মাসে", 20_000, 20_000, "month"),
        ("జీతం 25 వేలు నెలకు", 25_000, 25_000, "month"),
        ("சம்பளம் 20 ஆயிரம்", 20_000, 20_000, None),
        ("20000 in hand", 20_000, 20_000, None),
        ("25000/-", 25_000, 25_000, None),
        # in words, with a period right before them and nothing else
        ("মাসে আড়াই লাখ", 250_000, 250_000, "month"),
        ("মাসে প্রায় দেড় লাখ", 150_000, 150_000, "month"),
        ("mase dui lakh, age aso", 200_000, 200_000, "month"),
        ("నెలకు లక్ష", 100_000, 100_000, "month"),
        ("నెలకు రెండు లక్షలు", 200_000, 200_000, "month"),
        ("nelaku laksha, intlo cheppoddu", 100_000, 100_000, "month"),
        ("महीने के डेढ़ लाख", 150_000, 150_000, "month"),
        ("महीने के कम से कम दो लाख, खाना रहना अलग", 200_000, 200_000, "month"),
        ("mahine ke dhai lakh", 250_000, 250_000, "month"),
        ("monthly dhai lakh", 250_000, 250_000, "month"),
        ("Monthly income two lakh", 200_000, 200_000, "month"),
        ("रोज के दो हजार", 2_000, 2_000, "day"),
        ("वेतन साढ़े तीन लाख", 350_000, 350_000, None),
        ("mahine ke sadhe teen lakh", 350_000, 350_000, "month"),
        ("నెలకు రెండున్నర లక్షలు", 250_000, 250_000, "month"),
        ("Monthly 20,000 to 25,000 fixed", 20_000, 25_000, "month"),
        ("weekly 4000 cash", 4_000, 4_000, "week"),
        ("15 hajar + incentive mahine ka", 15_000, 15_000, "month"),
        ("₹ 1.2 lakh package yearly", 120_000, 120_000, "year"),
        ("salary pachees hazar", 25_000, 25_000, None),
        ("advance 2 lakh 50 hazar", 250_000, 250_000, None),
        ("ஒரு நாளைக்கு 600 ரூபாய்", 600, 600, "day"),
        ("दिवसाला ५०० रुपये", 500, 500, "day"),
        ("సంవత్సరానికి 3 లక్షలు", 300_000, 300_000, "year"),
        # a word for wages right behind it
        ("maid wanted, 15000 salary, food free", 15_000, 15_000, None),
        ("25,000 salary per month", 25_000, 25_000, "month"),
        ("15000 జీతం", 15_000, 15_000, None),
        ("পনেরো হাজার বেতন", 15_000, 15_000, None),
        ("ఇరవై ఐదు వేలు జీతం", 25_000, 25_000, None),
        # quarters, and hundreds in one word with their number
        ("सवा लाख रुपये", 125_000, 125_000, None),
        ("sava do lakh rupaye", 225_000, 225_000, None),
        ("पौने दो लाख रुपये", 175_000, 175_000, None),
        ("आठ सौ रुपए दिहाड़ी", 800, 800, "day"),
        ("পাঁচশো টাকা রোজ", 500, 500, "day"),
        ("आठशे रुपये रोज", 800, 800, "day"),
        ("aidu vandalu rojuku", 500, 500, "day"),
    ],
)
def test_an_amount_is_read_in_rupees(published: str, low: int, high: int, period: str | None) -> None:
    assert [(p.low, p.high, p.period) for p in pay(published)] == [(low, high, period)]


@pytest.mark.parametrize(
    "published",
    [
        "9876543210",
        "monthly 2026 calendar",
        "monthly meeting 12,000 visitors",
        "98765 43210",
        "12/10/2026",
        "500032",
        "AED 1500",
        "1500 dirhams per month",
        "2 months",
        "24 hours",
        "$500",
        "50 girls",
        "age 18-25",
        "since 2005",
        "Batch of year two thousand five",
        "साल दो हजार चार से",
        "Monthly dhai lakh readers",
        "महीने में दो लाख लोग देखते हैं",
        "মাসে দুই লাখ ভক্ত আসেন",
        "నెలకు లక్ష మంది భక్తులు",
        "हर दिन दो हजार किलोमीटर",
        "Our channel: ek mahine me do lakh followers",
        "lakh of happy customers",
        "REF NO: VAC 12742 Salary: on request",
        "2026 salary revision",
        "రోజుకు రెండు వేల ఇటుకలు",
    ],
)
def test_other_numbers_are_no_pay(published: str) -> None:
    assert pay(published) == ()


def test_the_span_covers_the_amount_with_its_currency() -> None:
    published = "We pay ₹25,000 per month."
    (found,) = pay(published)
    assert published[found.start : found.end] == "₹25,000"


@given(
    st.text(st.characters(exclude_categories=()), max_size=60)
    | st.lists(
        st.sampled_from(["5", "lakh ", "rs ", "-", "2,0", " to ", "k", "do ", "salary ", "per month", "."]),
        max_size=12,
    ).map("".join)
)
def test_amounts_lie_in_the_published_text_and_their_ends_are_in_order(published: str) -> None:
    for found in pay(published):
        assert 0 <= found.start < found.end <= len(published)
        assert 0 < found.low <= found.high
