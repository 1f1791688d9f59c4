"""The patterns by which documents name recommendations, actions, owners, dates and people."""

from __future__ import annotations

import re

from cms.base.typed_dates import MONTHS

NUMBER_WORDS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
# “3”, “2.1”, “A26/31”, “4a”, or a word.
_REFERENCE = r"[A-Z]{0,3}\d{1,3}(?:[./-]\d{1,3}){0,3}[a-z]?"
_COUNT = rf"(?P<count>{_REFERENCE}|{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})\b"
# A sign, the end, or a capital: “Recommendation 4 and Recommendation 5 address this” is a sentence.
_AFTER = r"(?:\s*[:.)\]–—-]+\s*|\s*$|\s+(?=(?-i:[“‘\"']?[A-ZÀ-Þ])))"
# “Recommendation 3: …”, “Rec. 3 …”, “R3. …”, “Action point 2 – …”, “AP2: …”, “A2. …”. The short forms need a sign after.
ITEM = re.compile(
    rf"\W*(?:(?:(?P<recommendation>recommendations?|rec\.?)|(?P<action>action(?:\s+points?|\s+items?)?))"
    rf"\s*(?:no\.?\s*|number\s+|#\s*)?{_COUNT}{_AFTER}"
    rf"|(?:(?P<short_recommendation>R)|(?P<short_action>AP?))\s?(?P<short_count>\d{{1,3}})(?:\s*[:.)\]–—-]+(?:\s+|$)|$))",
    re.IGNORECASE,
)
# “Action: …” without a number, as minutes have it at the margin, and what comes after it if that is only initials.
LABELLED = re.compile(r"\W*(?:agreed\s+)?actions?(?:\s+points?|\s+items?)?\s*:\s+(?=\S)", re.IGNORECASE)
FURTHER_LABEL = re.compile(r"(?<=\s)(?:Agreed\s+action|Action|ACTION)(?:\s+point|\s+item)?\s*:\s+")
_INITIALS = r"[A-Z]{2,3}(?:\s*(?:,|/|&|and)\s*[A-Z]{2,3})*"
INITIALS = re.compile(rf"{_INITIALS}\.?\Z")
# “ACTION A26/33: GH ACTION A26/34: PO” in a line of its own: who is to do what stands above, or in a list elsewhere.
ONE_WHO = re.compile(rf"(?P<reference>{_REFERENCE})\s*:\s*(?P<who>{_INITIALS})\b")
ONLY_WHO = re.compile(
    rf"\W*(?i:actions?)\s+{_REFERENCE}\s*:\s*{_INITIALS}"
    rf"(?:[;,.]?\s*(?:(?i:actions?)\s+)?{_REFERENCE}\s*:\s*{_INITIALS})*\.?\Z"
)
# “1.”, “2.3”, “(a)”, “iv)” before a text. A figure alone counts only before a capital, and not in a date.
NUMBERED = re.compile(
    rf"(?:\d{{1,2}}(?:\.\d{{1,2}})+[.)]?|\d{{1,2}}[.)]|\d{{1,2}}(?=\s+(?-i:[A-ZÀ-Þ]))(?!\s+(?:{'|'.join(MONTHS)})\b)"
    r"|\(?[a-z]\)|\(?[ivx]{1,4}\))\s+",
    re.IGNORECASE,
)
# “4.2 The centre …”: a paragraph of its own. “2.3 metres” goes on.
PARAGRAPH = re.compile(r"\d{1,2}\.\d{1,3}\.?\s+[“‘(]?[A-ZÀ-Þ]")
# Points below an item: “(a) …”, “iv) …”, “b. …”, “• …”. “v. Smith” is none.
POINT = re.compile(r"(?P<mark>\(?(?:[a-z]|[ivx]{2,4})\)|[a-h]\.(?=\s+[^\W\d])|[•▪●◦*–-])\s+")
FIRST_POINT = re.compile(r"\(?(?:a|i)[.)]")
MODAL = re.compile(r"\b(?:should|must|shall|will|ought)\b", re.IGNORECASE)
# “Decision 3: …”, “Resolved: …”, “Decision D26/11: …” belong to the text of the minutes.
DECISION = re.compile(rf"\W*(?:decisions?|decided|resolved|agreed|resolution)(?:\s+{_REFERENCE})?\s*:", re.IGNORECASE)
FIGURE = re.compile(r"\(?(?P<count>\d{1,3})[.)]\s+(?P<text>\S.*)", re.DOTALL)

UNDER_RECOMMENDATIONS = re.compile(r"\brecommend(?:ation|ed)s?\b", re.IGNORECASE)
UNDER_ACTIONS = re.compile(r"\b(?:actions?|next steps|tasks|to do)\b", re.IGNORECASE)
# Headings and table columns about people.
PEOPLE = re.compile(
    r"\b(?:present|attendees|attendance|attending|attended|apologies|members(?:hip)?|participants|people|"
    r"working group|review team|project team|authors?|who (?:wrote|came))\b",
    re.IGNORECASE,
)
PEOPLE_LINE = re.compile(
    r"(?:(?:those|members)\s+)?(?P<what>present|attendees|in attendance|attending|apologies(?:\s+from)?|members|chair|"
    r"secretary|secretariat|minutes|minute taker|author|authors|contact|lead author)\s*:\s*(?P<names>\S.*)",
    re.IGNORECASE,
)

_NAME_PART = r"(?:[A-ZÀ-Þ][\w’'-]*[a-zà-þ][\w’'-]*|[A-ZÀ-Þ]\.)"
NAME = re.compile(
    rf"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Cllr|Councillor)\.?\s+)?"
    rf"(?P<name>{_NAME_PART}(?:\s+(?:(?:de|van|von|der|al|la)\s+)?{_NAME_PART}){{1,3}})"
)
# A comma before a further name of a list.
BEFORE_A_NAME = re.compile(rf",\s*(?={NAME.pattern.replace('?P<name>', '?:')}(?:\s*[,(;]|\s*\.?$))|\s+and\s+")
TO_DO = re.compile(rf"{NAME.pattern}\s+(?:to|will|is to|agreed to|undertook to)\s+")

_LABELS = {
    "owner": r"owner|lead|led by|responsible|responsibility|who|assigned to|for action by",
    "due": r"due|due date|deadline|by|by when|when|timescale|target date|completion",
}
# “Owner: Roads Service.” up to the end, the next such word, or the closing bracket.
_NEXT = rf"(?=\s*(?:\)|\.?\s*(?:$|\n)|[.;,]\s*(?:{_LABELS['owner']}|{_LABELS['due']})\s*:))"
OWNER = re.compile(rf"[(\s.;,]\s*(?:{_LABELS['owner']})\s*:\s*(?P<value>[^()\n]+?){_NEXT}\)?", re.IGNORECASE)
DUE = re.compile(rf"[(\s.;,]\s*(?:{_LABELS['due']})\s*:\s*(?P<value>[^()\n]+?){_NEXT}\)?", re.IGNORECASE)
# A line that begins with such a word belongs to the item above.
ABOUT = re.compile(rf"(?:{_LABELS['owner']}|{_LABELS['due']})\s*:\s", re.IGNORECASE)

_MONTH = "|".join([*MONTHS, *(f"{name[:3]}\\.?" for name in MONTHS), "Sept\\.?"])
_DAY = rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})\s+\d{{4}}"
DAY = re.compile(rf"\b(?P<day>{_DAY}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})\b", re.IGNORECASE)
BY = re.compile(
    rf"\b(?:by|before|no later than|until)\s+(?:the\s+)?(?P<value>(?:end\s+of\s+)?(?:{_DAY}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}|"
    rf"\d{{4}}-\d{{2}}-\d{{2}}|(?:{_MONTH})\s+\d{{4}}|(?:spring|summer|autumn|winter)\s+\d{{4}}|\d{{4}}))\b",
    re.IGNORECASE,
)

# Headings of a table's columns.
COLUMNS = {
    "number": re.compile(r"(?:no\.?|nr\.?|ref\.?|reference|number|#|id)\Z", re.IGNORECASE),
    "recommendation": re.compile(r"recommendations?\Z", re.IGNORECASE),
    "action": re.compile(
        r"(?:actions?|action points?|agreed actions?|tasks?|measures?|what(?:\s+(?:we|they)\s+(?:will|shall)\s+do)?)\Z",
        re.IGNORECASE,
    ),
    "owner": re.compile(rf"(?:{_LABELS['owner']}|lead organisation|lead body|action by)\Z", re.IGNORECASE),
    "due": re.compile(rf"(?:{_LABELS['due']}|date)\Z", re.IGNORECASE),
    "name": re.compile(r"(?:names?|member|attendee|person)\Z", re.IGNORECASE),
    "post": re.compile(r"(?:post|role|job title|title|organisation|representing|position)\Z", re.IGNORECASE),
}


def counted(text: str) -> tuple[int, str]:
    """Return the number that figures, a word or a reference say, and the reference if it is more than a number.

    “A3” and “R3” only say action or recommendation 3. Of “3.2” and “A26/32” the last figures are the number.
    """
    if plain := re.fullmatch(r"(?:R|AP?)?\s?(\d{1,3})[.)]?", text, re.IGNORECASE):
        return int(plain[1]), ""
    if text.lower() in NUMBER_WORDS:
        return NUMBER_WORDS.index(text.lower()) + 1, ""
    last = re.findall(r"\d{1,3}", text)
    return (int(last[-1]) if last else 0), text
