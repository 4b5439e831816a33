import pytest

from tests.unit.models.indicators.builders import cited, evidence


@pytest.mark.parametrize(
    "text",
    [
        "Job: no registration fee.",
        "Job: registration fee is not charged.",
        "Job: we do not ask anybody for any registration fee.",
        "Job: without any registration fee.",
        "Naukri: registration fee nahi lagegi.",
        "नौकरी: बिना रजिस्ट्रेशन फीस।",
        "నౌకరి ఉద్యోగం: రిజిస్ట్రేషన్ ఫీజు తీసుకోము.",
        "চাকরি: রেজিস্ট্রেশন ফি নেওয়া হয় না।",
        "Job: no joining, security deposit or registration fee.",
    ],
)
def test_what_is_denied_is_not_found(text: str) -> None:
    assert cited(text, "JB01") == []


@pytest.mark.parametrize(
    "text",
    [
        "Job: registration fee is not refundable.",
        "Job: no refund of registration fee.",
        "Job: no entry without registration fee.",
        "Say no, registration fee 500 first, job sure.",
        "Job not in Delhi. Registration fee 500.",
    ],
)
def test_a_negation_of_something_else_does_not_reach(text: str) -> None:
    assert cited(text, "JB01") != []


@pytest.mark.parametrize(
    "text",
    [
        "Job seekers, beware: agents ask for a registration fee and keep the money.",
        "If anyone asks you for a registration fee for a job, tell the police.",
        "Agent ko registration fees na dein, naukri ke naam par thagi hoti hai.",
        "He was arrested for taking a registration fee for jobs.",
    ],
)
def test_warnings_and_reports_are_taken_out(text: str) -> None:
    assert cited(text, "JB01") == []


def test_a_threat_that_begins_with_if_stays() -> None:
    assert cited("Job: if you leave before one year you pay 50000.", "JB24") != []


def test_a_question_that_lures_stays() -> None:
    assert cited("In debt? Poor family? Job for you.", "JB27") != []


def test_a_warning_in_one_sentence_does_not_clean_the_next() -> None:
    assert cited("Beware of fraud agents. We are genuine. Registration fee 2000 for the job.", "JB01") != []


def test_news_is_about_trafficking_and_scores_nothing() -> None:
    found = evidence(
        "Police rescued 14 workers from a brick kiln. They were victims of human trafficking, an FIR was lodged "
        "and the accused took their passports. Salary after 6 months was promised."
    )
    assert found.about_trafficking
    assert found.scoring == ()


def test_a_helpline_number_does_not_clean_an_offer() -> None:
    found = evidence(
        "Vacancy! Registration fee 500, call now 9876543210. Helpline 1098, 112. Human trafficking free."
    )
    assert not found.about_trafficking
    assert [f.indicator for f in found.scoring] == ["JB01"]


@pytest.mark.parametrize(
    "text",
    [
        "Hotel job: your passport is never kept with us.",
        "Hotel job: passport is not kept by the company.",
        "Hotel job: we do not keep your passport.",
        "Naukri: passport kabhi nahi rakhte hum.",
        "नौकरी: पासपोर्ट कंपनी कभी नहीं रखती।",
    ],
)
def test_a_denial_inside_the_gap_of_a_phrase_turns_it_round(text: str) -> None:
    assert cited(text, "JB02") == []


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Hotel job: no one's phone is taken here.", "JB22"),
        ("Hotel job: salary is never held back.", "JB13"),
        ("Naukri: mobile kabhi nahi lete.", "JB22"),
    ],
)
def test_a_denial_inside_a_gap_is_one_rule_for_all_indicators(text: str, indicator: str) -> None:
    assert cited(text, indicator) == []


@pytest.mark.parametrize(
    "text",
    [
        "Helpline: 'passport company ke paas rahega' bole to mat jao.",
        "Agent says 'passport will be kept with company', do not go.",
        "दलाल कहे 'पासपोर्ट कंपनी के पास रहेगा' तो मत जाओ।",
        "Know your rights: if an employer keeps your passport, call the labour office.",
        "Their passports were taken by the company, police said, and six men were held.",
        "Garib yuvakon ko jhansa dekar bheja, passport company ke paas, teen pakde gaye.",
    ],
)
def test_words_told_in_news_and_warnings_are_not_the_ads_own(text: str) -> None:
    assert cited(text, "JB02", source_type="classified") == []


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Donation camp: kitni madad chahiye bataiye, 5 lakh tak.", "OB01"),
        ("Helper wanted. Pay 15000, age 18 to 35.", "JB01"),
        ("Office work: billing, filing and typing.", "JB03"),
        ("Dental clinic, closed on Sunday, Sunday off.", "CN03"),
    ],
)
def test_words_of_one_language_are_not_those_of_another(text: str, indicator: str) -> None:
    assert cited(text, indicator, source_type="classified" if indicator != "JB03" else "job") == []
