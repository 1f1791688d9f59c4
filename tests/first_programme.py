"""Words of the programme that the hub was made for, which no other may meet."""

import re

# Of the first programme: its subject, its places, those who take part, services to ring.
WORDS = """
    child; bairn; young person; young people; youngster; school; foster; adoption; toddler
    neglect; abuse; abusive; grooming; sexual; trafficking; exploitation; suicide; self-harm; bullying; rape; runaway
    at risk; worried about a child; safeguard; childline; samaritans; social work; police; hearings; inspectorate; welfare
    scotland; scottish; scots; gaelic; edinburgh; glasgow; aberdeen; dundee; holyrood; gov.scot; mygov; msp; cosla; celcis
    minister; cpip; girfec; uncrc; systems review; leadership group; brock; dyer; barnardo; nspcc; 0800
"""
NUMBERS = "999; 101; 112; 116 123"
FORBIDDEN = [rf"(?<![\w-]){re.escape(word)}" for word in re.split(r"\s*[;\n]\s*", WORDS.strip())] + [
    rf"(?<![\w.:#/-]){number}(?![\w%]|[.,]\d)" for number in NUMBERS.split("; ")
]
FOUND = re.compile("|".join(FORBIDDEN), re.IGNORECASE)
# Wagtail's own words for pages below a page, and the key under which errors are listed.
ALLOWED = re.compile(r"child pages?|child page|parent or child|parent page|children of", re.IGNORECASE)


def words_in(text: str) -> set[str]:
    return {match.group().lower() for match in FOUND.finditer(ALLOWED.sub("", text))}
