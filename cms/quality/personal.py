"""Personal data in a text: telephone numbers, e-mail and home addresses, dates of birth, a given name with an age under 18.

Patterns of British writing and a list of given names; nothing is looked up and no text leaves the hub. It asks an editor to check
the text, so a doubtful case is found rather than missed. Numbers of services (freephone, 03, three digits) and mailboxes
named for a purpose (`enquiries@`) aren't personal. Number ranges: Ofcom's National Telephone Numbering Plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import TextChoices

from .findings import Code, Finding
from .pieces import PieceKind, TextPiece

Contacts = Callable[[], Container[str]]

LINKED = re.compile(r"(?:mailto|tel):([^?]*)", re.I)


class PersonalKind(TextChoices):
    """A kind of personal data."""

    TELEPHONE = "telephone", "a telephone number"
    EMAIL = "email", "an e-mail address"
    HOME_ADDRESS = "home_address", "a home address"
    BIRTH = "birth", "a date of birth"
    CHILD = "child", "somebody’s name with their age"


@dataclass(frozen=True)
class PersonalMatch:
    """A place in a text that has personal data."""

    kind: PersonalKind
    start: int
    end: int


def personal_data(pieces: Sequence[TextPiece], contacts: Contacts) -> Iterator[Finding]:
    """Yield the personal data in the pieces of a page.

    The message names only the kind of data: findings are stored in places where the data itself must not be.
    """
    known: Container[str] | None = None
    for piece in pieces:
        text = piece.text
        if piece.kind is PieceKind.LINK:
            linked = LINKED.match(piece.target)
            text = linked[1] if linked else ""
        found = find(text) if text else []
        if found and known is None:
            known = contacts()
        for match in find(text, known or ()) if found else ():
            # A picture may be private: its text isn't quoted.
            quote = "" if piece.kind is PieceKind.IMAGE else text[match.start : match.end]
            message = f"This looks like {match.kind.label}. Publish it only if the person agrees, or if it isn’t about a person."
            yield Finding(Code.PERSONAL_DATA, message, piece.place, quote)


def find(text: str, published: Container[str] = ()) -> list[PersonalMatch]:
    """Return the personal data in a text, in order. `published` are contacts of the hub, as `normal` writes them."""
    found = [
        *_emails(text, published),
        *_telephones(text, published),
        *_births(text),
        *_addresses(text),
        *_children(text),
    ]
    kept: list[PersonalMatch] = []
    ends: dict[PersonalKind, int] = {}
    for match in sorted(found, key=lambda match: (match.start, -match.end)):
        if match.start >= ends.get(match.kind, 0):
            kept.append(match)
            ends[match.kind] = match.end
    return kept


def normal(contact: str) -> str:
    """Return an e-mail address or a telephone number as contacts are compared: small letters, or digits without +44."""
    contact = contact.strip().lower()
    if "@" in contact:
        return contact
    digits = re.sub(r"\D", "", contact.replace("(0)", ""))
    return re.sub(r"^(?:00)?44(?=\d{9,10}$)", "0", digits)


# Telephone numbers

# Slashes aren't part of it: with them it is a reference.
RUN = re.compile(r"(?<![\w£€$/.,-])(?:\+|\()?\d(?:[\d \u00a0.()–-]*\d)?(?![\w/]|[.,]\d|%)")
GEOGRAPHIC = re.compile(r"0(?:1\d{8,9}|2\d{9}|5[56]\d{8}|7\d{9})")
FOREIGN = re.compile(r"\+(?!44)\d{8,15}")
CALLED = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|ring|call|text|whatsapp|number)\b\W{0,3}(?:\w+\W+){0,2}$", re.I
)
DIGIT_WORDS = "zero|nought|oh|one|two|three|four|five|six|seven|eight|nine|double|treble|triple|hundred"
SPOKEN = re.compile(rf"\b(?:zero|nought|oh)(?:[\s,-]+(?:{DIGIT_WORDS})){{5,}}\b", re.I)


def _telephones(text: str, published: Container[str]) -> Iterator[PersonalMatch]:
    for match in RUN.finditer(text):
        digits = normal(match[0])
        plus = "+" + digits if match[0].startswith("+") else ""
        local = 6 <= len(digits) <= 8 and digits[0] in "23456789" and CALLED.search(text[: match.start()])
        if (GEOGRAPHIC.fullmatch(digits) or FOREIGN.fullmatch(plus) or local) and digits not in published:
            yield PersonalMatch(PersonalKind.TELEPHONE, *match.span())
    for match in SPOKEN.finditer(text):
        yield PersonalMatch(PersonalKind.TELEPHONE, *match.span())


# E-mail addresses

EMAIL = re.compile(r"(?<![\w.+-])([\w.!#$%&'’*+/=?^`{|}~-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63})+)")
AT = r"(?:\s*[\[({<]\s*(?:at|@)\s*[\])}>]\s*)"
DOT = r"(?:\s*[\[({<]\s*dot\s*[\])}>]\s*|\.|\s+dot\s+)"
WRITTEN_OUT = re.compile(
    rf"(?<![\w.+-])([\w.+-]{{1,64}})(?:{AT}[\w-]+(?:{DOT}[\w-]+)+|\s+at\s+[\w-]+(?:\s+dot\s+[\w-]+)+)", re.I
)
# Purposes of mailboxes. A mailbox whose name has no other words is an organisation's.
OFFICE_WORDS = (
    "accessibility accounts admin administration advice bookings booking box central centre chair child childprotection children"
    " clerk comms communications complaints conference consultation consultations contact contacts council cpip data desk dpo"
    " editor editors education enquiries enquiry events feedback finance foi foundation general girfec group hello help helpdesk"
    " helpline hub info information inbox it jobs letters mail mailbox media news newsdesk newsletter office operations people"
    " policy postbox postmaster press privacy programme programmes project projects protection publications questions reception"
    " recruitment registrar review reviews safeguarding sales school schools secretariat secretary service services social"
    " socialwork studies subscriptions support team teams the training unit update updates volunteering webmaster website work"
    " young youth"
)
OFFICES = frozenset(OFFICE_WORDS.split())


def _emails(text: str, published: Container[str]) -> Iterator[PersonalMatch]:
    for match in EMAIL.finditer(text):
        if not _is_an_office(match[1]) and normal(match[0]) not in published:
            yield PersonalMatch(PersonalKind.EMAIL, *match.span())
    for match in WRITTEN_OUT.finditer(text):
        if not _is_an_office(match[1]):
            yield PersonalMatch(PersonalKind.EMAIL, *match.span())


def _is_an_office(name: str) -> bool:
    return all(part in OFFICES for part in re.split(r"[._+-]+", name.lower()))


# Dates of birth

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?"
    r"|Dec(?:ember)?)\.?"
)
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})\b|\d{{4}}-\d{{2}}-\d{{2}}\b"
    rf"|\b{DAY}(?:\s+of)?\s+{MONTH}(?:,?\s+\d{{4}})?\b|\b{MONTH}\s+{DAY}\b(?:,?\s+\d{{4}})?)"
)
BIRTH = re.compile(
    rf"(?:\bborn\b(?!\s+(?:on\s+or\s+)?(?:after|before|between|since|from))|\bb\.|\bd\.?\s?o\.?\s?b\b\.?|\bdates?\s+of\s+birth\b"
    rf"|\bbirth\s?-?dates?\b|\bbirthday\b|\bcame\s+into\s+the\s+world\b)[^.!?;]{{0,40}}?{DATE}"
    rf"|(?<![\w*])\*\s?{DATE}"
    rf"|{DATE}[^.!?;\d]{{0,30}}\b(?:birthday|date\s+of\s+birth)\b",
    re.I,
)


def _births(text: str) -> Iterator[PersonalMatch]:
    for match in BIRTH.finditer(text):
        yield PersonalMatch(PersonalKind.BIRTH, *match.span())


# Home addresses

STREET = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Crescent|Cres|Place|Terrace|Gardens?|Court|Close|Way|Square|Grove|Park|View|Row"
    r"|Wynd|Brae|Loan|Loaning|Quay|Path|Hill|Green|Rise|Walk|Mews|Gate|Vennel|Quadrant|Circus|Parade|Bank|Croft|Vale|Dene|Glebe"
    r"|Pend|Gait|Wood|Meadows?|Fields?|Neuk|Shore|Bridge|Promenade|Esplanade)"
)
NUMBERED = re.compile(
    rf"(?<![\w.,/£-])(?!(?:19|20)\d\d\b)\d{{1,4}}[A-Za-z]?(?:/\d{{1,3}})?,?\s+(?!{MONTH}\b)(?:[A-Z][\w’'-]{{1,30}}\s+){{1,3}}{STREET}\b"
    r"(?!\s+(?:Report|Review|Act|Plan|Rules))"
)
NAMED = re.compile(r"\b(?:[A-Z][\w’'-]{1,30}\s+){1,3}(?:Cottage|Farm|Farmhouse|Lodge|Bungalow|Steading|Croft),\s+[A-Z]")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b")
ORGANISATION = re.compile(
    r"\b(?:Government|Parliament|Council|Office|Centre|Hospital|University|College|Inspectorate|Headquarters|Library|Foundation"
    r"|Building)\b"
)
NEAR = 60  # characters within which an organisation's name makes an address its own


def _addresses(text: str) -> Iterator[PersonalMatch]:
    for match in (*NUMBERED.finditer(text), *NAMED.finditer(text)):
        if not ORGANISATION.search(text, max(0, match.start() - NEAR), match.start()):
            yield PersonalMatch(PersonalKind.HOME_ADDRESS, *match.span())
    for match in POSTCODE.finditer(text):
        if not ORGANISATION.search(text, max(0, match.start() - 2 * NEAR), match.end() + NEAR):
            yield PersonalMatch(PersonalKind.HOME_ADDRESS, *match.span())


# Children

NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
NUMBERS = NUMBER_WORDS.split()
AGE = rf"(?:1[0-7]|[1-9]|(?i:{'|'.join(reversed(NUMBERS))}))"
MONTHS_OLD = rf"(?:[1-9]\d?|(?i:{'|'.join(reversed(NUMBERS))}))"
NAME = r"(?<!\w)[A-Z][^\W\d_]{1,30}(?:[’'-][A-Z][^\W\d_]{1,30})?(?![^\W\d_])"
ONE = rf"(?P<name>{NAME})(?:\s+{NAME}){{0,2}}"
ADVERB = r"(?:\s*(?:only|just|now|then|nearly|almost|still|about|barely|not yet)\b)*"
IS = r"(?:\s+(?:is|was|has been|had been|became|will be)|[’']s)"
# A bare number is an age only where nothing is counted by it.
ENDING = "and|but|when|who|or|so|at|in|now|with|was|is|has|had|says|said|told|from|gave|years?|yrs?"
ENDS = rf"(?=\s*(?:[,.;:!?)”\"–—]|$)|\s+(?:{ENDING})\b)"
YEARS = rf"(?:{AGE}[\s-]+(?:years?|yrs?)[\s-]+olds?|{MONTHS_OLD}[\s-]+(?:months?|weeks?|days?)[\s-]+olds?)"
# After a name that is on the list.
AFTER_A_GIVEN_NAME = (
    rf"{ONE}\s*\((?:aged\s+)?{AGE}\)",
    rf"{ONE},{ADVERB}\s*{AGE}{ENDS}(?!\s+years?\s+(?!old))",
    rf"{ONE},\s*{AGE}\s+(?:years|yrs)(?=\s*[,.;)])",
    rf"{ONE},?(?:\s+who)?{IS}{ADVERB}\s*(?:an?\s+)?(?:{YEARS}|{AGE}{ENDS})",
    rf"{ONE}(?:\s+(?:had|has))?\s+(?:turned|turns|reached)\s+{AGE}{ENDS}",
    rf"\b(?:[Aa]ge\s+of|[Aa]ged|[Aa]t|[Ww]hen\s+(?:he|she)\s+was)\s+{AGE},\s+{ONE}",
    rf"{ONE}\s+(?:and|&)\s+{NAME},?\s+\(?(?:aged\s+)?{AGE}\s+and\s+{AGE}{ENDS}",
    rf"{ONE}[^.!?;]{{0,60}}\b(?:at\s+the\s+age\s+of|at|aged|turned|turns)\s+{AGE}(?=\s*[,.;:!?)])",
)
# Words that only an age has; here any name will do.
BESIDE_ANY_NAME = (
    rf"{ONE},?\s*\(?{ADVERB}\s*(?i:aged?)\s+(?:about\s+|just\s+|only\s+)?{AGE}(?!\s*(?:to|or|and|–|-)\s*(?:\d|over|older|above|under))\b",
    rf"{ONE}\s*\(?,?\s*(?:an?\s+)?{YEARS}",
    rf"{ONE}\s*\({MONTHS_OLD}\s+(?:months|weeks|days|years)(?:\s+old)?\)",
    rf"(?:{AGE}[\s-]+years?|{MONTHS_OLD}[\s-]+(?:months?|weeks?|days?))[\s-]+old\s+{ONE}",
    rf"\b(?:called|named)\s+{ONE}\s*[,(]\s*(?:aged\s+)?{AGE}{ENDS}",
)
CHILD = [(re.compile(pattern), True) for pattern in AFTER_A_GIVEN_NAME] + [
    (re.compile(pattern), False) for pattern in BESIDE_ANY_NAME
]
# Words with a capital that an age may follow and that are nobody's name.
NOBODY_WORDS = (
    "a all an and any anybody anyone article at babies baby boys but by children council each every everybody everyone for"
    " from girls he her his if in infants it january february march april may june july august september october november"
    " december no nobody of on one or our people persons pupils recommendation section she since some somebody someone stage"
    " students that the their there these they this those toddlers we when where who with you young youngsters your scotland"
    " scottish england edinburgh glasgow dundee aberdeen fife perth stirling inverness moray highland"
)
NOBODY = frozenset(NOBODY_WORDS.split())


def _children(text: str) -> Iterator[PersonalMatch]:
    for pattern, only_given in CHILD:
        for match in pattern.finditer(text):
            words = [word.lower() for word in re.findall(NAME, text[match.start("name") : match.end()])]
            if words[0] in _given_names() or (words[0] == "baby" and len(words) > 1):
                known = True
            else:
                # The sentence may begin with another word before the name: “Yesterday Ewan, 9, …”.
                known = any(word in _given_names() for word in words[1:3])
            if known or (not only_given and not NOBODY & set(words[:1])):
                yield PersonalMatch(PersonalKind.CHILD, *match.span())


@cache
def _given_names() -> frozenset[str]:
    lines = (Path(__file__).parent / "given_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split()) - NOBODY
