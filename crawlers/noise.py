"""This module tells what of a page is not the ad: navigation, notices, neighbouring ads, tips, comments."""

import re
from functools import lru_cache
from itertools import islice
from typing import Final

from crawlers.blocks import Element

_NOT_CONTENT: Final = ("header", "nav", "footer", "aside", "dialog")
_ROLES: Final = frozenset(
    ("navigation", "banner", "contentinfo", "dialog", "alertdialog", "search", "menu", "menubar", "tooltip")
)
_NAMES = re.compile(
    r"cookie|consent|gdpr|breadcrumb|\bnav|navbar|(?:^|[\s_-])menu|sidebar|footer|similar|related|recommend|other-?ads"
    r"|share|social|newsletter|subscribe|login|sign-?up|banner|advert(?!is(?:er|ement))|promo|comment|disclaimer|safety-?tip|(?:^|[\s_-])(?:beware|faq|tips|enquiry|"
    r"signature|author-?(?:box|bio)|toc|skip(?:link)?|popup|modal|toast|widgets?(?![_-](?:message|frame))|pager|pagination|postnav)(?:$|[\s_-])"
    # "job-header" holds the ad's own title; the site's header is called just that, or so:
    r"|(?:^|[\s_-])(?:site|page|main|global|top|fixed|sticky|mobile|desktop)[_-]?header|(?:^|\s)header(?:\s|$|[_-]?(?:nav|wrap|bar|top|inner|container|main|menu))"
    r"|(?:^|[\s_-])(?:no-?print|print-?(?:info\w*|only|qrcode\S*)|qr-?code\S*|sr-?only|visually-?hidden|screen-?reader\S*)(?:$|\s)",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIGHEST: Final = 60  # boxes around an element that are looked at; deeper nesting is a trap or an accident
_LONGEST_NOTICE: Final = 600
_LINKS_OF_A_PAGE: Final = 5
_WORDS_OF_A_PAGE: Final = 600  # letters; a form to write to somebody has fewer
_UNFOLDED: Final = 300  # letters; what is hidden and longer is the text that "read more" shows
_CONTACT_LINK = re.compile(
    r"^(?:tel:|sms:|mailto:|callto:|whatsapp:|https?://(?:wa\.me|api\.whatsapp\.com|t\.me|telegram\.me)/)",
    re.IGNORECASE,
)
# Headings under which a page shows everything but its ad; a heading of the same rank ends it.
_OTHER_HEADING = re.compile(
    r"(?:(?:view |see |show |browse |check |explore |all )?(?:more|other|similar|related|recommended|latest|recent|new|newest|hot|popular|featured|nearby|trending|top|sponsored|premium|similar)"
    r"\b.{0,25}\b(?:ads|adverts|advertisements|jobs|posts|listings|classifieds|vacancies|results|openings|services|properties|items|products|searches|categories|cities|locations|pages|links|like this)\b"
    r"|(?:similar|related|recommended)\W*$|recommended for\b|(?:fresh|new) (?:on|in|from)\b|(?:people|others?|users|customers|candidates) (?:also|who) (?:viewed|liked|applied|bought|searched|visited|saw|like)|you (?:may|might) |(?:jobs?|ads?) (?:you may|you might|for you|near (?:you|me)|picked)"
    r"|(?:recent|latest) (?:posts|comments|news)|(?:blog )?archives?\W*$|categories\W*$|tags?\W*$|about (?:me|us|the site)\W*$"
    r"|(?:general |important )?(?:safety|security|fraud|scam)(?: (?:tips?|advice|notice|alerts?|guidelines?|measures|warning|awareness|first|information|center|centre)| &)|(?:beware|be careful|stay safe|warning|disclaimer|avoid scams|report (?:this|ad|job|abuse))\b|(?:\w+ )?tips\b"
    r"|(?:ask|check|verify|read|know|think|remember)\b.{0,20}\b(?:before|first)\b|before you\b|(?:ratings?|reviews?) (?:and|&) |(?:frequently asked|faqs?\b)|leave a (?:reply|comment)|\d* ?(?:comments?|replies|answers?|responses?|thoughts? on|reviews?)\b|(?:leave|write|add|post) (?:a |an |your )?(?:review|comment|feedback|rating|answer)|rate (?:this|the)\b|post navigation|share (?:this|on|via|job|ad)\b"
    r"|send (?:an? |your )?(?:enquiry|message|reply)|contact (?:the )?(?:seller|advertiser|poster|employer|recruiter|details)\W*$|ask (?:the )?(?:seller|a question)|(?:sign|log) ?in\b|login\b|register\W*$|subscribe|get (?:alerts|the app)"
    r"|who is online|follow us|quick links|download (?:our|the) app|apply (?:now|online|for this (?:job|post))\W*$|your (?:privacy|name|email)|popular searches|advertisement\W*$|seller (?:description|details|info\w*)|about (?:the )?(?:seller|advertiser|poster|company|employer|recruiter)\b)"
    r"|(?:मिलते|संबंधित|सम्बंधित|समान|अन्य विज्ञापन|और (?:भी )?विज्ञापन|ऐसे ही|इसी तरह|सावधान|सुरक्षा (?:सुझाव|टिप|के)|टिप्पणि|ताज़ा|ज़रूरी सूचना|शेयर करें|साझा करें|तत्सम|इतर जाहिरात)"
    r"|(?:ఇలాంటి|సంబంధిత|మరిన్ని|ఇతర ప్రకటన|జాగ్రత్త|భద్రతా|వ్యాఖ్యలు|షేర్ చే)|(?:এই ধরনের|একই রকম|সম্পর্কিত|আরও (?:বিজ্ঞাপন|চাকরি|দেখুন)|অন্যান্য|সতর্ক|নিরাপত্তা (?:টিপস|পরামর্শ|সংক্রান্ত)|মন্তব্য|শেয়ার করুন)|(?:ملتے|متعلقہ|دیگر اشتہار|مزید اشتہار|خبردار|احتیاط|સમાન|સંબંધિત|અન્ય જાહેરાત|ಸಂಬಂಧಿತ|ಇತರ ಜಾಹೀರಾತ|സമാന|മറ്റ് പരസ്യ|ਮਿਲਦੇ|ਹੋਰ ਇਸ਼ਤਿਹਾਰ|ସମ୍ବନ୍ଧିତ|ध्यान दें|दूसरे विज्ञापन|इतर जाहिरात|கவனிக்க)|(?:தொடர்புடைய|மேலும் விளம்பர|பிற விளம்பர|எச்சரிக்கை)",
    re.IGNORECASE,
)
_PROMISE: Final = 30  # letters that may follow such words in a heading; more make a sentence of the ad
_BOILERPLATE = re.compile(
    r"cookies?\b.{0,80}\b(?:use|accept|experience|site|consent|privacy|brows)|(?:use|uses|using|accept) (?:of )?cookies|we and our (?:\d+ )?partners|all rights reserved|©|copyright|powered by|terms (?:of|and|&) "
    r"|privacy policy|(?:log|sign) ?in to |login to |register to |(?:is|are) not responsible for|(?:does|do) not (?:verify|check|endorse|guarantee|vouch)|^disclaimer\b|do not pay any ?one|(?:never|don'?t|do not) (?:pay|send|transfer|give) (?:any )?(?:money|advance|anyone|anybody)"
    r"|your email address will not|required fields|(?:enable|requires?|without) javascript|javascript (?:is|must|to be)|your browser|do not contact me with unsolicited|download (?:our|the) app|click (?:here )?to share|report this (?:ad|job|post)|qr code link|please enable|captcha|before you have met"
    r"|save (?:this )?(?:job|ad|search)|(?:be the first|\d+ people) (?:to|have) |view (?:phone|contact|number)|members? since|no (?:registered )?users|users browsing|by (?:sending|clicking|continuing|registering|submitting)\b.{0,60}\b(?:agree|accept|terms)"
    r"|कुकी|सर्वाधिकार|ज़िम्मेदार नहीं|जिम्मेदार नहीं|नियम और शर्तें|लॉग ?इन|कृपया लॉगिन|కుకీ|అన్ని హక్కులు|లాగిన్|బాధ్యత వహించదు|কুকি|সর্বস্বত্ব|লগ ?ইন|দায়ী নয়|গোপনীয়তা নীতি|குக்கீ|உள்நுழை",
    re.IGNORECASE,
)
_REPLY = re.compile(r"^(?:re:\s|by .{1,40}»|.{1,40} (?:said|says|wrote)(?: on .{4,30})?\W*$)", re.IGNORECASE)


def in_noise(element: Element) -> bool:
    """Whether `element` lies in what is not the ad: navigation, cookie notices, neighbouring ads and the like."""
    for around in (element, *islice(element.iterancestors(), _HIGHEST)):
        if around.tag in ("body", "html", "main", "article"):
            return False
        if is_noise(around):
            return True
    return False


def is_noise(element: Element) -> bool:
    """Whether `element` itself, by its kind or by what the page calls it, is not the ad."""
    name = element.tag
    if name in _NOT_CONTENT or element.get("role") in _ROLES:
        return not _holds_the_title(element)
    if name == "form":
        return not _wraps_a_page(element)
    style = element.get("style")
    if element.get("hidden") is not None or (style and _UNSEEN.search(style)):
        return sum(map(len, element.itertext())) < _UNFOLDED
    called = f"{element.get('class') or ''} {element.get('id') or ''}"
    return called != " " and name not in ("body", "html", "main") and _is_called_noise(called)


def _wraps_a_page(form: Element) -> bool:
    """Whether a form is the whole page, as some servers write it: full of links, or of words, or with the page's state."""
    if len(form.findall(".//a")) >= _LINKS_OF_A_PAGE:
        return True
    if any((field.get("name") or "").startswith("__VIEWSTATE") for field in islice(form.iter("input"), 5)):
        return True
    size = 0
    for words in form.itertext() if form.find(".//textarea") is None else ():
        size += len(words.strip())
        if size > _WORDS_OF_A_PAGE:
            return True
    return False


def _holds_the_title(element: Element) -> bool:
    """Whether the ad's own heading stands in a header or beside the text, as some boards print it."""
    if element.tag == "header" and next(element.iterancestors("article", "main"), None) is not None:
        return True
    heading = element.find(".//h1") if element.tag in ("header", "aside") else None
    if heading is None or element.find(".//nav") is not None:
        return False
    return element.tag == "aside" and heading.find(".//a") is None


@lru_cache(maxsize=1 << 12)
def _is_called_noise(called: str) -> bool:
    return _NAMES.search(called) is not None


def opens_other_matter(line: str) -> bool:
    """Whether `line` is a heading for neighbouring ads, tips, comments: of everything but the ad."""
    line = line.strip(" -–—:»›>*•")
    found = _OTHER_HEADING.match(line) if len(line) <= 70 else None
    return found is not None and len(line) - found.end() <= _PROMISE


def is_boilerplate(line: str) -> bool:
    """Whether `line` is what sites say to every visitor."""
    return len(line) <= _LONGEST_NOTICE and _BOILERPLATE.search(line) is not None


def is_reply(line: str) -> bool:
    """Whether `line` announces what somebody else wrote about an ad."""
    return len(line) <= 120 and _REPLY.match(line) is not None


def is_contact(address: str) -> bool:
    """Whether a link rings, mails or opens a chat: it belongs to the ad, unlike links that lead on."""
    return _CONTACT_LINK.match(address) is not None
