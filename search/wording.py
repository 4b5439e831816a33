"""This module holds the words for what the code names, the same in console, digest and on the terminal."""

from datetime import UTC, date, datetime
from types import MappingProxyType

from models.domain.evidence import IST
from models.domain.judgement import AdClass, Band, Kind, PosterRole

BANDS = MappingProxyType(
    {Band.NONE: "No band", Band.LOW: "Low", Band.MEDIUM: "Medium", Band.HIGH: "High", Band.URGENT: "Urgent"}
)
KINDS = MappingProxyType(
    {
        Kind.SEXUAL_EXPLOITATION: "Sexual exploitation",
        Kind.FORCED_LABOUR: "Forced labour",
        Kind.DOMESTIC_SERVITUDE: "Domestic servitude",
        Kind.OVERSEAS_RECRUITMENT: "Overseas recruitment",
        Kind.SCAM_COMPOUND: "Scam compound",
        Kind.FORCED_MARRIAGE: "Forced marriage",
        Kind.ORGAN_TRADE: "Organ trade",
        Kind.RECRUITMENT_FRAUD: "Recruitment fraud",
    }
)
NEXT_STEPS = MappingProxyType(
    {
        Kind.FORCED_LABOUR: "A welfare visit together with the Labour Department.",
        Kind.DOMESTIC_SERVITUDE: "A check of the agency's registration and a welfare visit together with the Labour Department.",
        Kind.OVERSEAS_RECRUITMENT: "A check of the recruiter's licence with the Protector of Emigrants.",
        Kind.SCAM_COMPOUND: "A check of the recruiter's licence with the Protector of Emigrants.",
        Kind.FORCED_MARRIAGE: "A welfare visit together with the One Stop Centre.",
        Kind.ORGAN_TRADE: "A word with the State's Appropriate Authority; who posted the ad may need help.",
        Kind.RECRUITMENT_FRAUD: "A question to the employer named in the ad, whether the offer is theirs.",
    }
)
AD_CLASSES = MappingProxyType(
    {
        AdClass.LEAD: "possible lead",
        AdClass.ORDINARY_JOB: "ordinary job",
        AdClass.ORDINARY_CLASSIFIED: "ordinary classified ad",
        AdClass.LICENSED_OVERSEAS: "licensed overseas recruiter",
        AdClass.LAWFUL_DOMESTIC: "lawful domestic work",
        AdClass.MATRIMONIAL: "matrimonial",
        AdClass.ORGAN_APPEAL: "organ appeal",
        AdClass.CLINIC: "clinic",
        AdClass.SPA: "spa",
        AdClass.INDEPENDENT_ADULT: "adult advertising alone",
        AdClass.ABOUT_TRAFFICKING: "text about trafficking",
        AdClass.SPAM: "spam",
    }
)
POSTER_ROLES = MappingProxyType(
    {
        PosterRole.RECRUITER: "a recruiter",
        PosterRole.AGENCY: "an agency",
        PosterRole.THIRD_PARTY_SELLER: "somebody who offers others",
        PosterRole.SELF_ADULT: "an adult for themselves",
        PosterRole.SELF_VICTIM: "somebody who may need help",
        PosterRole.BUYER: "somebody who wants to buy",
        PosterRole.EMPLOYER: "an employer",
        PosterRole.OTHER: "not clear",
    }
)
LANGUAGES = MappingProxyType(
    {
        "as": "Assamese",
        "bn": "Bengali",
        "en": "English",
        "gu": "Gujarati",
        "hi": "Hindi",
        "kn": "Kannada",
        "ml": "Malayalam",
        "mr": "Marathi",
        "ne": "Nepali",
        "or": "Odia",
        "pa": "Punjabi",
        "ta": "Tamil",
        "te": "Telugu",
        "und": "not recognised",
        "ur": "Urdu",
    }
)
BASES = MappingProxyType(
    {
        "pincode": "PIN code in the ad",
        "locality": "locality named in the ad",
        "city": "city named in the ad",
        "field": "the board's own place field",
        "foreign": "place abroad named in the ad",
    }
)
STATES = MappingProxyType(
    {  # Local Government Directory
        "1": "Jammu and Kashmir",
        "2": "Himachal Pradesh",
        "3": "Punjab",
        "4": "Chandigarh",
        "5": "Uttarakhand",
        "6": "Haryana",
        "7": "Delhi",
        "8": "Rajasthan",
        "9": "Uttar Pradesh",
        "10": "Bihar",
        "11": "Sikkim",
        "12": "Arunachal Pradesh",
        "13": "Nagaland",
        "14": "Manipur",
        "15": "Mizoram",
        "16": "Tripura",
        "17": "Meghalaya",
        "18": "Assam",
        "19": "West Bengal",
        "20": "Jharkhand",
        "21": "Odisha",
        "22": "Chhattisgarh",
        "23": "Madhya Pradesh",
        "24": "Gujarat",
        "27": "Maharashtra",
        "28": "Andhra Pradesh",
        "29": "Karnataka",
        "30": "Goa",
        "31": "Lakshadweep",
        "32": "Kerala",
        "33": "Tamil Nadu",
        "34": "Puducherry",
        "35": "Andaman and Nicobar Islands",
        "36": "Telangana",
        "37": "Ladakh",
        "38": "Dadra and Nagar Haveli and Daman and Diu",
    }
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def write_day(day: date) -> str:
    """`22 Nov 2026`, whatever the machine's locale."""
    return f"{day.day:02} {_MONTHS[day.month - 1]} {day.year}"


def write_time(microseconds: int) -> str:
    """A time in India, to the minute: `22 Nov 2026, 16:30 IST`."""
    moment = _moment(microseconds).astimezone(IST)
    return f"{write_day(moment.date())}, {moment:%H:%M} IST"


def write_time_twice(microseconds: int) -> str:
    """A time for the record, to the second: `22 Nov 2026, 16:30:05 IST (2026-11-22 11:00:05 UTC)`."""
    utc = _moment(microseconds)
    local = utc.astimezone(IST)
    return f"{write_day(local.date())}, {local:%H:%M:%S} IST ({utc:%Y-%m-%d %H:%M:%S} UTC)"


def write_language(code: str) -> str:
    """A language by its name; `hi-Latn` becomes `Hindi in Latin letters`; a code we do not know stays."""
    language, _, script = code.partition("-")
    name = LANGUAGES.get(language, language)
    return f"{name} in Latin letters" if script == "Latn" and language != "en" else name


def write_place_code(code: str) -> str:
    """`IN-36` as `Telangana`, a district as `Telangana, district 507`, a place abroad with a capital."""
    country, *within = code.split("-")
    if country != "IN":
        return code.title()
    if not within:
        return "India"
    state = STATES.get(within[0], f"State {within[0]}")
    return state if len(within) == 1 else f"{state}, district {within[1]}"


def count(number: int, noun: str) -> str:
    """`1 ad`, `2 ads`, `1,200 ads`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _moment(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds / 1_000_000, UTC)
