"""This module tests what tells text about the crime from an offer where no single word does: who speaks, what others say,
what befell somebody, what to do, and the law."""

import pytest

from tests.unit.models.indicators.builders import cited, evidence

# (text, why a reader takes it for told and not for offered)
TOLD = [
    (
        "Street play at the bus stand: an aunty says hotel job. What she left out, women who came back tell. Legal aid desk after.",
        "a play, by those who came back, with legal aid",
    ),
    (
        "The men were offered typing jobs. Passports were taken, police said. Verify employers before leaving.",
        "news: past, by the police, with advice",
    ),
    (
        "If your employer says you cannot go till the advance is paid, that is unlawful. Our advocate comes on Fridays. 9876543210",
        "a case put, the law, and who helps",
    ),
    (
        "Court: the witness said the owner kept the cards and locked the gate at night. Sentenced to seven years, wages to be paid back.",
        "a judgment",
    ),
    (
        "Nukkad natak: mausi kehti hai parlour ka kaam. Jo behne wapas aayi unki kahani. Baad mein muft vakil, mahila thana ke saath.",
        "Hinglish: a play of those who came back",
    ),
    (
        "Koi bole ki ticket hum denge, ghar par mat batana, to ruk jao. Uska naam likho, 181 par batao. Yeh jurm hai.",
        "Hinglish: what to do if somebody says so",
    ),
    (
        "यदि कोई पेशगी के बदले रोक कर रखे तो यह अपराध है। विधिक सेवा प्राधिकरण में निःशुल्क वकील, मुक्ति प्रमाणपत्र दिलाया जाएगा।",
        "Hindi: a case put, the law, legal aid",
    ),
    (
        "प्रेस विज्ञप्ति: पुलिस ने नौ महिलाओं को छुड़ाया, दलाल गिरफ़्तार। उनसे पार्लर की नौकरी कहकर आधार ले लिए गए थे।",
        "Hindi: news",
    ),
    (
        "పార్లర్ పని అని ఎవరైనా చెబితే ఆగండి. మా ఊరి ఇద్దరు అలా వెళ్లి ఏడు నెలలకి బయటపడ్డారు. మహిళా సంఘం, ఉచిత లాయర్.",
        "Telugu: what to do if somebody says so",
    ),
    (
        "Evaraina visit visa ani advance adigithe nammakandi. Poyina edadi vellina vaallu mosapoyaru. Maa union ki screenshot pampandi.",
        "romanised Telugu: advice by a union",
    ),
    (
        "সচেতনতা সভা: কাজের নামে যাঁদের নিয়ে গিয়েছিল তাঁরা ফিরে এসেছেন। কেউ আধার চাইলে দেবেন না, থানায় জানান।",
        "Bengali: a meeting of those who came back",
    ),
    (
        "Keu jodi bole parlour er kaj, takar age thikana likhe nin. Gato bochor dui didi phire esechhe. Amader club e janan.",
        "romanised Bengali: advice by a club",
    ),
    (
        "ऊसतोड कामगार मेळावा: उचल फिटली नाही म्हणून डांबून ठेवणे हा गुन्हा आहे. मोफत वकील येणार, मुक्त झालेली जोडपी अनुभव सांगतील.",
        "Marathi: a rally, the law, lawyers",
    ),
    (
        "விழிப்புணர்வு கூட்டம்: வேலை என்று அழைத்துச் சென்றனர், பாஸ்போர்ட் பறித்தனர். இதுபோன்ற விளம்பரத்தை நம்பாதீர்கள், காவல் நிலையத்தில் புகார்.",
        "Tamil: a meeting, what befell them, what to do",
    ),
]

# (text, why a reader takes it for an offer or for somebody's own call)
OFFERED = [
    (
        "Hostess wanted, salary 60,000, call now 9876543210. Beware of fraud agents. Helpline 1098. Passport stays with the manager.",
        "a recruiter who warns of others",
    ),
    (
        "Ladies for hotel, 22-30. Police side is our headache. Ticket free, ID with us, they never go out. 9876543210",
        "the police as a selling point",
    ),
    (
        "Kiln jodi wanted, advance 40,000, salary at season end. Nobody leaves before it is cleared, even if somebody dies. 9876543210",
        "if somebody is no advice",
    ),
    (
        "They took my passport and lock the door at night. I am in room 4 behind the mill. Tell my brother, he must bring the money.",
        "somebody's own call from inside is for a person to read",
    ),
    (
        "Kidney donor wanted, legal and safe. Do not believe those who say it is a crime: our advocate makes every paper, 7 lakh.",
        "a broker who speaks of the law and of advocates",
    ),
    (
        "Ignore the news about slavery, that was another company. Ticket and visa free, passport with HR, exit fee 3,000 USD.",
        "a recruiter who tells the news off",
    ),
    (
        "Spa ke liye ladies chahiye. Rehna free, Aadhaar jama rahega. Police se baat hai, koi poochhe to behen bolna.",
        "Hinglish: police and what to say, by the offerer",
    ),
    (
        "मसाज सेंटर में लड़कियाँ, हर हफ़्ते नई। पैसे हमें, उनसे बात मत करना। पुलिस से सेटिंग है।",
        "Hindi: do not, by the offerer",
    ),
    (
        "అమ్మాయిలు కావాలి, జీతం యాభై వేలు. ఫోన్ మా దగ్గరే. పోలీసులు అడిగితే చుట్టాలు అని చెప్పండి.",
        "Telugu: what to tell the police",
    ),
    (
        "পার্লারে মেয়ে চাই, বেতন ত্রিশ হাজার। আধার আমাদের কাছে থাকবে, বাড়িতে কিছু বলবেন না। পুলিশ ঝামেলা নেই।",
        "Bengali: tell nobody",
    ),
]


@pytest.mark.parametrize("text", [text for text, _ in TOLD])
def test_what_is_told_is_about_the_crime(text: str) -> None:
    assert evidence(text).about_trafficking


@pytest.mark.parametrize("text", [text for text, _ in OFFERED])
def test_an_offer_is_never_told(text: str) -> None:
    assert not evidence(text).about_trafficking


def test_each_further_word_of_an_offer_takes_a_deed_away() -> None:
    told = "If an agent says the advance binds you, that is unlawful: dial 112."
    assert evidence(told).about_trafficking
    assert not evidence(f"{told} Hostess wanted, salary 60,000, call now.").about_trafficking


def test_three_deeds_without_anybody_to_turn_to_are_no_ground() -> None:
    assert not evidence(
        "My story: they took my pictures. If somebody sends them, do not pay."
    ).about_trafficking


def test_a_won_lottery_that_is_to_be_kept_quiet_keeps_nobody_apart() -> None:
    assert (
        cited(
            "Lucky draw: your number won 25 lakh. Do not tell your family.", "JB26", source_type="classified"
        )
        == []
    )
    assert (
        cited("Hotel job in another town. Do not tell your family.", "JB26", source_type="classified") != []
    )
