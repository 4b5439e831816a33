import pytest

from tests.unit.models.indicators.builders import cited, evidence


@pytest.mark.parametrize(
    "text",
    [
        "ఉద్యోగం, రిజిస్ట్రేషన్ ఫీజు లేదు.",
        "రిజిస్ట్రేషన్ ఫీజు కట్టాల్సిన అవసరం లేదు, పని వెంటనే.",
        "udyogam, registration fee ledu, deposit avasaram ledu",
        "চাকরি, রেজিস্ট্রেশন ফি লাগবে না।",
        "কাজের জন্য কোনো রেজিস্ট্রেশন ফি নেওয়া হয় না।",
        "chakri, registration fee lagbe na, deposit nei",
        "வேலை, பதிவுக் கட்டணம் இல்லை.",
        "नोकरी, नोंदणी फी नाही.",
        "نوکری، رجسٹریشن فیس نہیں۔",
    ],
)
def test_a_denied_fee_is_no_fee(text: str) -> None:
    assert cited(text, "JB01") == []


@pytest.mark.parametrize(
    "text",
    [
        "ఉద్యోగం పేరుతో రిజిస్ట్రేషన్ ఫీజు అడిగే మోసగాళ్ళతో జాగ్రత్త.",
        "రిజిస్ట్రేషన్ ఫీజు అడిగితే నమ్మవద్దు, ఉద్యోగం కోసం డబ్బు ఇవ్వకండి.",
        "jagratta, udyogam ani registration fee adige mosagallu unnaru",
        "সাবধান, কাজের নামে রেজিস্ট্রেশন ফি চায় প্রতারক।",
        "চাকরির নামে রেজিস্ট্রেশন ফি চাইলে পুলিশে জানান।",
        "sabdhan, chakrir name registration fee chay protarok",
        "எச்சரிக்கை, வேலைக்கு பதிவுக் கட்டணம் கேட்கும் போலி ஏஜெண்டுகள்.",
        "सावध राहा, नोकरीसाठी नोंदणी फी मागणारे बनावट एजंट आहेत.",
        "خبردار، نوکری کے لیے رجسٹریشن فیس مانگنے والے جعلی ایجنٹ۔",
    ],
)
def test_a_warning_of_a_fee_is_no_fee(text: str) -> None:
    assert cited(text, "JB01") == []


@pytest.mark.parametrize(
    "text",
    ["ఈ ఉద్యోగానికి రిజిస్ట్రేషన్ ఫీజు ఎంత కట్టాలి?", "এই কাজে রেজিস্ট্রেশন ফি কত লাগবে?", "இந்த வேலைக்கு பதிவுக் கட்டணம் எவ்வளவு?"],
)
def test_a_question_about_a_fee_is_no_fee(text: str) -> None:
    assert cited(text, "JB01") == []


@pytest.mark.parametrize(
    "text",
    [
        'ఏజెంట్ "ముందుగా రిజిస్ట్రేషన్ ఫీజు కట్టాలి" అన్నారు, ఉద్యోగం రాలేదు.',
        'এজেন্ট বলেছে "রেজিস্ট্রেশন ফি জমা দিতে হবে", কাজ পাইনি।',
    ],
)
def test_a_quoted_demand_is_not_the_ads_own(text: str) -> None:
    assert cited(text, "JB01") == []


@pytest.mark.parametrize(
    "text",
    [
        "Radio play: the agent kept her phone and locked the door. Today's episode on Saturday, after it the NGO answers.",
        "आज की कड़ी: दफ्तर में उसका फोन रख लिया, बाहर से ताला। रेडियो नाटक के बाद सवाल पूछिए।",
        "রেডিও নাটক: দালাল ফোন কেড়ে নেয়, বাইরে তালা। আজকের পর্ব শনিবার সন্ধ্যায়।",
        "రేడియో నాటకం: ఏజెంట్ ఫోన్ లాక్కున్నాడు, బయట తాళం. ఈ రోజు ఎపిసోడ్ శనివారం.",
    ],
)
def test_a_story_of_the_crime_scores_nothing(text: str) -> None:
    assert evidence(text, source_type="classified").about_trafficking


@pytest.mark.parametrize(
    "text",
    [
        "Girls wanted for dance bar, phone stays with manager. Police will not trouble you.",
        "Driver wanted, note the vehicle number of our office car, salary 15000, call 9876543210.",
        "रेडियो नाटक के लिए लड़कियाँ चाहिए, रहना वहीं, फोन 9876543210.",
    ],
)
def test_an_offer_that_borrows_one_such_word_stays_an_offer(text: str) -> None:
    assert not evidence(text, source_type="classified").about_trafficking


@pytest.mark.parametrize(
    "text",
    [
        "ఇటుక బట్టీ కూలీలను పోలీసులు రక్షించారు, అడ్వాన్స్ ఇచ్చి బంధించారు, కేసు నమోదు, మానవ అక్రమ రవాణా.",
        "ইটভাটায় দাদন দিয়ে আটকে রাখা শ্রমিক উদ্ধার, মামলা রুজু, মানব পাচারের তদন্তে পুলিশ।",
        "செங்கல் சூளையில் முன்பணம் கொடுத்த கொத்தடிமைகள் மீட்பு, போலீசார் கைது செய்தனர், தொண்டு நிறுவனம் உதவி.",
        "वीटभट्टीवर उचल देऊन ठेवलेल्या वेठबिगारांची सुटका, पोलिसांनी गुन्हा दाखल केला, वेठबिगारी.",
        # advice to those who see it
        "Three women, one man holds every ticket and phone. Do not confront them, note the coach number, dial 112.",
        "तीन महिलाएँ, सबका फोन एक आदमी के पास। सीधे न टोकें, कोच नंबर हमें भेजें, पुलिस आएगी।",
        "Sabka phone ek aadmi ke paas, bahar se taala. Khud jaa kar mat poochhiye, gaadi ka number likho, 112 ko batao.",
        "అందరి ఫోన్లు ఒకడి దగ్గరే, బయట తాళం. మీరే వెళ్లి అడగకండి, బండి నంబర్ రాసుకోండి, పోలీసులకు చెప్పండి.",
        "সবার ফোন একজনের কাছে, বাইরে তালা। নিজে গিয়ে জিজ্ঞাসা করবেন না, গাড়ির নম্বর লিখে রাখুন, পুলিশকে জানান।",
    ],
)
def test_news_of_the_crime_and_advice_to_those_who_see_it_score_nothing(text: str) -> None:
    found = evidence(text, source_type="classified")
    assert found.about_trafficking
    assert found.scoring == ()


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("గోడౌన్ పని, ఫోన్ వాడకూడదు.", "JB22"),
        ("కారు డ్రైవర్ ఉద్యోగం, ఇంటర్వ్యూ లేదు.", "JB18"),
        ("গোডাউনে কাজ, ফোন রাখা যাবে না।", "JB22"),
        ("কাজ আছে, ছুটি নেই।", "JB22"),
        ("வேலை, விடுமுறை கிடையாது.", "JB22"),
        ("नोकरी, सुट्टी मिळणार नाही.", "JB22"),
        ("نوکری، چھٹی نہیں ملے گی۔", "JB22"),
    ],
)
def test_a_ban_that_is_said_by_negation_stands(text: str, indicator: str) -> None:
    assert cited(text, indicator)


@pytest.mark.parametrize(
    ("indicator", "text"),
    [
        ("JB02", "పాస్‌పోర్ట్ మా దగ్గర పెట్టుకోము, ఉద్యోగం."),
        ("JB02", "పాస్‌పోర్ట్ కంపెనీ దగ్గర ఉంచుకోరు, మీ చేతికే."),
        ("JB02", "passport maa daggara pettukomu, udyogam"),
        ("JB02", "পাসপোর্ট আমরা রাখি না, কাজ।"),
        ("JB02", "পাসপোর্ট কোম্পানির কাছে রাখা হয় না।"),
        ("JB02", "passport amra rakhi na, chakri"),
        ("JB02", "passport hum kabhi nahi rakhte, naukri"),
        ("JB02", "पासपोर्ट आम्ही ठेवत नाही, नोकरी."),
        ("JB02", "پاسپورٹ ہم نہیں رکھتے، نوکری۔"),
        ("JB01", "కూలీ పని, ముందుగా డబ్బులు ఇవ్వక్కర్లేదు."),
        ("JB01", "কাজ, টাকা লাগবে না।"),
        ("JB12", "జీతంలో భోజనం ఖర్చు కోయము, ఉద్యోగం."),
        ("JB12", "মাইনে থেকে খাওয়ার টাকা কাটা হয় না, কাজ।"),
        ("JB13", "মাইনে আটকে রাখা হয় না, কাজ।"),
        ("JB22", "ఫోన్ తీసుకోము, ఉద్యోగం."),
        ("JB24", "বন্ড দিতে হয় না, চাকরি।"),
    ],
)
def test_what_is_denied_behind_the_verb_is_not_said(indicator: str, text: str) -> None:
    assert cited(text, indicator) == []


@pytest.mark.parametrize(
    ("indicator", "text", "said"),
    [
        ("JB02", "పాస్‌పోర్ట్ మా దగ్గర పెట్టుకుంటాం, ఉద్యోగం.", "పాస్‌పోర్ట్ మా దగ్గర పెట్టుకుంటాం"),
        ("JB02", "పాస్‌పోర్ట్ ఎప్పుడూ మా దగ్గరే ఉంటుంది, ఉద్యోగం.", "పాస్‌పోర్ట్ ఎప్పుడూ మా దగ్గరే ఉంటుంది"),
        ("JB02", "পাসপোর্ট আমাদের কাছে জমা রাখতে হবে, কাজ।", "পাসপোর্ট আমাদের কাছে জমা রাখতে হবে"),
        ("JB22", "ఫోన్ ఉండదు, ఉద్యోగం.", "ఫోన్ ఉండదు"),
        ("JB22", "ফোন রাখা যাবে না, কাজ।", "ফোন রাখা যাবে না"),
    ],
)
def test_a_ban_and_its_plain_twin_are_said(indicator: str, text: str, said: str) -> None:
    assert said in cited(text, indicator)


@pytest.mark.parametrize("text", ["বাইরে যেতে কোনো বাধা নেই, কাজ।", "బయటకి వెళ్లడానికి ఆంక్షలేమీ లేవు, ఉద్యోగం."])
def test_no_restriction_is_no_ban(text: str) -> None:
    assert cited(text, "JB22") == []
