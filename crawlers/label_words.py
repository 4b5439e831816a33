"""This module knows the words that boards put before a value: place, date, pay, number, and before the text itself."""

import re
from functools import lru_cache
from typing import Final

LABELS: Final = {
    "city": r"(?:job |ad |item |work |your |current |posting |posted |exact )?(?:location|place|city)(?: name)?|cities|locality|area|work ?place|address|posted in|town|district|where|based in|job location\(?s?\)?"
    r"|शहर|स्थान|जगह|पता|इलाका|क्षेत्र|कार्यस्थल|ज़िला|जिला|ठिकाण|ప్రాంతం|ప్రదేశం|నగరం|ఊరు|జిల్లా|స్థలం|చిరునామా|শহর|স্থান|এলাকা|জায়গা|ঠিকানা|জেলা|অবস্থান|இடம்|நகரம்|ஊர்",
    "posted_at": r"(?:re)?posted(?: date| on| at)?|(?:ad )?date(?: (?:posted|of posting|listed|published|added))?|date of post|posting (?:date|time)|published(?: on| date)?|post(?:ed)? (?:date|time)|listed(?: on)?|added(?: on)?|(?:last )?updated(?: on)?|submitted(?: on)?|created(?: on)?|online since"
    r"|दिनांक|दिनाँक|तारीख|तिथि|प्रकाशित(?: तिथि)?|प्रकाशन तिथि|पोस्ट (?:किया|तिथि|की तारीख)|पोस्ट किया गया|अपडेट|తేదీ|పోస్ట్ చేసిన తేదీ|ప్రచురించిన తేదీ|ప్రచురణ|పోస్ట్ చేసినది|তারিখ|প্রকাশ(?:িত|ের তারিখ|কাল)?|পোস্ট(?:ের তারিখ)?|தேதி|வெளியிடப்பட்டது",
    "pay": r"(?:monthly |expected |offered |annual )?(?:salary|pay|wages?|ctc|remuneration|stipend|compensation)(?: range| offered| per month| \(?pm\)?)?|वेतन|पगार|तनख्वाह|సాలరీ|జీతం|বেতন|সম্মানি|சம்பளம்",
    "price": r"price|rent|asking price|amount|rate|दाम|कीमत|किराया|ధర|দাম|মূল্য|ভাড়া|விலை",
    "company": r"company(?: name)?|employer(?: name)?|organi[sz]ation|recruiter|agency|hiring (?:company|organi[sz]ation)|firm|कंपनी|संस्था|సంస్థ|కంపెనీ|কোম্পানি|প্রতিষ্ঠান",
    "posted by": r"posted by|advertiser|seller|contact person|listed by|contact name|advertised by|विज्ञापनदाता|संपर्क व्यक्ति",
    "category": r"(?:job |ad |sub ?)?category|function|industry(?: type)?|श्रेणी|वर्ग|విభాగం|বিভাগ",
    "experience": r"experience(?: required)?|exp|work experience|अनुभव|అనుభవం|অভিজ্ঞতা",
    "employment type": r"job type|employment type|type of (?:job|employment)|position type",
    "valid through": r"(?:last|closing|expiry|end) date(?: to apply)?|valid (?:till|until|through|upto)|expires?(?: on)?|apply (?:before|by)|deadline|अंतिम तिथि",
}
_SILENT: Final = {
    "number": r"(?:ad|post|job|listing|item|reference|ref|posting)[ -]?(?:id|no|number|code|ref)\.?|id|विज्ञापन (?:संख्या|क्रमांक|आईडी)|ప్రకటన (?:సంఖ్య|ఐడి)|বিজ্ঞাপন (?:নম্বর|আইডি|নং)",
    "views": r"views?|viewed|hits|visits|openings?|applicants?|posts?|joined|देखा गया|వీక్షణలు|ভিউ",
}
_ANY = re.compile(
    "|".join(f"(?P<n{number}>{words})" for number, words in enumerate((LABELS | _SILENT).values())),
    re.IGNORECASE,
)
_NAMES: Final = (*LABELS, *_SILENT)
_ON_ONE_LINE = re.compile(r"^(?P<label>[^:：]{2,34}?)\s*[:：]\s*(?P<value>\S.*)?$", re.DOTALL)
_DESCRIPTION = re.compile(
    r"(?:(?:job|ad|full|post|item|product|detailed|brief|position|role|advert(?:isement)?|vacancy|service|property)?[ -]*(?:descriptions?|details|summary|profile|overview)|about (?:the |this )?(?:job|role|ad|position|service|vacancy)?"
    r"|more (?:details|info(?:rmation)?)(?: (?:about|on) (?:this|the) \w+)?|message|matter|(?:पूरा |नौकरी का )?(?:विवरण|ब्यौरा|जानकारी)|विज्ञापन|वर्णन|తెలిపే|వివరణ|వివరాలు|ఉద్యోగ వివరాలు|বিবরণ|বিস্তারিত|কাজের বিবরণ|விவரம்|விளக்கம்)\s*[:：\-–]?",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 12)
def name_of(label: str) -> str | None:
    """What a label stands for ("Job location": `city`), or None."""
    if len(label) > 40:
        return None
    match = _ANY.fullmatch(label.strip(" :：-–*•.").casefold())
    return _NAMES[int(match.lastgroup[1:])] if match and match.lastgroup else None


def label_of(line: str) -> str | None:
    """What the label at the beginning of `line` stands for, where the line is a label, a colon and a value."""
    if len(line) > 160:
        return None
    match = _ON_ONE_LINE.match(line)
    return name_of(match["label"]) if match else None


def pair_of(line: str) -> tuple[str, str] | None:
    """Label and value of a line that has both."""
    match = _ON_ONE_LINE.match(line)
    return (match["label"], match["value"]) if match and match["value"] else None


def opens_description(line: str) -> bool:
    """Whether `line` is a heading such as "Job description"."""
    return len(line) <= 40 and _DESCRIPTION.fullmatch(line.strip(" #*")) is not None
