"""This module makes the index's document of a judged ad: words in clear, contacts as keyed hashes, the rest sealed."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from models import codec
from models.domain.ad import short_hash
from models.domain.contact import Contact, ContactKind
from models.domain.events import AdScored
from models.domain.judgement import Band, Judgement, Kind
from models.normalise.tokens import search_tokens
from search.index.document import AdDocument
from search.query.filters import place_codes
from search.vault import Vault, contact_keys

# Folding keeps no brackets, so that nobody finds these words by typing them.
CONTACT_WORDS: Mapping[ContactKind, str] = {kind: f"<{kind.value}>" for kind in ContactKind}
NUMBER_WORD = "<number>"
PART_WORD = "<part>"

# Digits. Shorter numbers are pay, PIN codes and years; longer ones Aadhaar, accounts, phone numbers nobody read.
_LONG_NUMBER = 9
_LEAST_FOR_TEMPLATE = 8  # words: shorter texts are alike by chance


def document(event: AdScored, vault: Vault) -> AdDocument:
    """The document of `event`: the same event and keys give the same document but for the seal's nonce.

    `kinds` are, in an ad of band `low` or above, those that reach half of its score.
    """
    ad, judged = event.ad, event.judgement
    names = ("title", "text", *sorted(ad.parts.keys() - {"title", "text"}))
    parts = [list(_part_words(name, ad.parts[name], judged.contacts)) for name in names]
    keys = chain.from_iterable(contact_keys(vault, contact) for contact in judged.contacts)
    return AdDocument(
        ad_id=ad.ad_id,
        captured_at=ad.captured_at,
        first_seen=ad.first_seen,
        content_hash=ad.content_hash,
        source=ad.card_id,
        source_type=ad.source_type,
        band=judged.band,
        score=judged.score,
        ad_class=judged.ad_class,
        kinds=_kinds(judged),
        languages=_distinct(segment.lang for segment in judged.language),
        places=_distinct(chain.from_iterable(map(place_codes, judged.places))),
        indicators=_distinct(finding.indicator for finding in judged.findings),
        tokens=f" {PART_WORD} ".join(" ".join(words) for words in parts if words),
        contact_keys=_distinct(keys),
        template_key=_template_key(chain.from_iterable(parts)),
        model=judged.model,
        sealed=vault.seal(codec.encode(event), context=ad.ad_id),
    )


def _part_words(part: str, published: str, contacts: Iterable[Contact]) -> Iterator[str]:
    """The words of one part in order, each contact as one typed word in its place."""
    here = sorted((c for c in contacts if c.span.part == part), key=lambda c: (c.span.start, c.span.end))
    pending = iter(here)
    following = next(pending, None)
    covered = 0
    for token in search_tokens(published):
        while following and following.span.start < token.end:
            yield CONTACT_WORDS[following.kind]
            covered = max(covered, following.span.end)
            following = next(pending, None)
        if token.start >= covered:
            yield NUMBER_WORD if _is_long_number(token.key) else token.key
    while following:
        yield CONTACT_WORDS[following.kind]
        following = next(pending, None)


def _is_long_number(key: str) -> bool:
    return sum(map(str.isdigit, key)) >= _LONG_NUMBER


def _kinds(judged: Judgement) -> Mapping[Kind, float]:
    if judged.band is Band.NONE:
        return {}
    return {kind: p for kind, p in judged.kinds.items() if p >= judged.score / 2}


def _template_key(words: Iterable[str]) -> str:
    kept = [word for word in words if not (word.startswith("<") or any(map(str.isdigit, word)))]
    return short_hash(*kept) if len(kept) >= _LEAST_FOR_TEMPLATE else ""


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
