"""A call for help by who is held, or by kin, is told from honest trouble in the same words and from rules of work."""

import pytest

from models.domain.judgement import AdClass, Band, Kind, PosterRole
from models.indicators.captivity import is_call_for_help
from models.indicators.evidence import gather
from models.indicators.roles import poster_role
from models.scoring.rules import kind_caps
from tests.unit.models.indicators.builders import ad, reader

CALLS = [
    "We are held in a compound, they beat us and want 3 lakh to let us go. Please help.",
    "Company took our passports, target not met then electric shock. Not letting us go home. Tell the police.",
    "Madam locks me in the room and took my phone. I want to go home.",
    "They are holding 20 people here, guards with guns, who refuses is beaten. We cannot leave. Tell the embassy.",
    "Mujhe bachao, mai yahan phas gaya hoon, passport le liya, maarte hai",
    "Hum 4 log bhatte par fase hue hain, jaane nahi de rahe, maar peet karte hai, koi madad karo",
    "मैं यहाँ फँसी हूँ, मालिक ने पासपोर्ट रख लिया है, मारता है। मुझे यहाँ से निकालो।",
    "నన్ను ఇక్కడ బంధించారు, పాస్‌పోర్ట్ తీసుకున్నారు, జీతం ఇవ్వడం లేదు. కాపాడండి.",
    "nannu ikkada bandhincharu, passport teesukunnaru, dayachesi kapadandi",
    "আমাকে আটকে রেখেছে, পাসপোর্ট কেড়ে নিয়েছে, মারে। কেউ আমাকে বাঁচান।",
    "amake atke rekheche, phone niye niyeche, please keu bachan",
    "मला इथे कोंडून ठेवलंय, पगार दिला नाही, मारतात. कोणीतरी सोडवा.",
    "என்னை அடைச்சு வச்சிருக்காங்க, பாஸ்போர்ட் பிடுங்கிட்டாங்க, அடிக்கிறாங்க. காப்பாத்துங்க.",
]


def call(text: str) -> bool:
    return gather(reader().read(ad(text)), reader().catalogue).call_for_help


@pytest.mark.parametrize("text", CALLS)
def test_who_is_held_and_says_more_of_it_calls_for_help(text: str) -> None:
    reading = reader().read(ad(text))
    evidence = gather(reading, reader().catalogue)
    assert evidence.call_for_help
    assert evidence.urgent
    assert "JB22" in {finding.indicator for finding in evidence.scoring}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Locked out of my flat, need a locksmith now. Please help, phone at 4 percent.", "out, not in"),
        ("Kitten is trapped in the drain since morning, please help, bring a ladder.", "an animal"),
        ("We are stuck in Leh, flight cancelled, please help with a taxi.", "a journey"),
        ("Passport lost in an auto, please help, reward given.", "lost"),
        ("Mera paisa phas gaya hai, 2 mahine se paise nahi mile. Madad karo.", "money, not a person"),
        (
            "My company holds my salary for 2 months, no experience letter. Need help of a lawyer.",
            "no one is held",
        ),
        (
            "Guards wanted for a gated park. Staff not allowed to leave the post during duty.",
            "a rule of work",
        ),
        (
            "Customer service abroad. Not allowed to leave park, company keeps passport.",
            "an offer's rule of work",
        ),
        ("You are locked in a room with 60 minutes to get out. Book for team outing.", "a game"),
        (
            "Hostel gate closes at 10, residents cannot leave after that. Need help? Call warden.",
            "a rule of a house",
        ),
        (
            "Police rescued 40 youths who were trapped, beaten and had passports taken. Call 1930.",
            "told as news",
        ),
    ],
)
def test_honest_trouble_rules_and_news_are_no_call(text: str, why: str) -> None:
    assert not call(text), why


def test_a_rule_of_work_is_not_urgent() -> None:
    reading = reader().read(ad("Customer service abroad. Not allowed to leave park, company keeps passport."))
    assert not gather(reading, reader().catalogue).urgent


def test_a_call_is_a_group_of_evidence_beside_its_signs() -> None:
    evidence = gather(reader().read(ad(CALLS[4])), reader().catalogue)
    catalogue = reader().catalogue
    rules = [
        kind_caps(evidence.scoring, catalogue, about_trafficking=False, call_for_help=told)[
            Kind.FORCED_LABOUR
        ]
        for told in (False, True)
    ]
    assert [cap.band for cap in rules] == [Band.LOW, Band.MEDIUM]
    assert (
        kind_caps((), catalogue, about_trafficking=False, call_for_help=True)[Kind.FORCED_LABOUR].band
        is Band.LOW
    )


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (CALLS[0], PosterRole.SELF_VICTIM),
        (
            "My brother is trapped there, they took his passport and want 5 lakh to release him. Who can help?",
            PosterRole.OTHER,
        ),
    ],
)
def test_who_calls_is_the_victim_or_kin(text: str, role: PosterRole) -> None:
    reading = reader().read(ad(text))
    assert is_call_for_help(reading)
    assert poster_role(reading, (), ad_class=AdClass.LEAD, kind=Kind.FORCED_LABOUR) is role
