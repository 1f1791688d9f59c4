"""Text in the search's form: words, folded so that spellings of a word coincide, and their stems.

The same functions are used for the index and the query, on every database. Folded are capitals, accents, ligatures,
kinds of apostrophe and dash; possessives (“children's”, “childrens’”, “childrens”); American spellings; Mac and Mc.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from threading import local

import snowballstemmer

WORD = re.compile(r"[^\W_]+(?:['’ʼ＇`´][^\W_]+)*")
# Characters that join two words: “multi-agency” is found by “multiagency” too.
HYPHENS = frozenset("-‐‑‒–")
INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
IGNORED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))  # soft hyphen, joiners and other unseen signs
LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
LONGEST = 40

# Stop words, which occur in every text and say nothing about its subject.
STOP_WORDS = frozenset(
    """
    a am an and are as at be been being but by can cannot cant could did do does doing done dont for from had has
    have he her here hers him his how i if im in into is it its ive me my of on or our ours shall she should so some
    than that the their theirs them there these they this those to too us was we were what whats when where
    which who whos whom whose why will with would you your yours
    """.split()  # noqa: SIM905  a hundred words in quotation marks are no better to read
)
# Question words: useful on their own (there is a page “About”), but not together with other words.
WEAK_WORDS = STOP_WORDS | frozenset(
    """
    about again all also any anyone ask available check come comes copy current currently define definition details dr explain
    find get give go happen happened happening happens info information know knows last latest let like link look
    looking made make makes many mean meaning means miss mr mrs ms much need needs next not now often overview page pages pdf
    please read recent recently regarding run runs say says see show somebody someone stand stands summary tell
    thing things think thinks thought told up use view want wanted wants website work works
    """.split()  # noqa: SIM905  a hundred words in quotation marks are no better to read
)
# Filler words: verbs, prepositions and the like, and words for the sort of text wanted. They improve a page's score,
# but a page that matches nothing else isn't an answer.
FILLERS = frozenset(
    """
    actually against ago almost already always among anybody anything anyway around away back bad based because
    become before begin behind best better between bring call called certain day days detail difference different
    doing done during each either else enough even ever every everybody everyone everything example examples exist
    explained far feel feeling felt final fully gave gets getting giving goes going gonna good got gotten great guy
    guys happy hard help helped helping helps here history idea instead involved keep keeps kept knew know knowing
    later left less let lets list listed lists little lot lots main makes manage maybe me mine more most myself near
    nearest necessary never nobody nothing number numbers off ok okay old older oldest only other others out over
    per perhaps possible probably procedure procedures process processes protocol protocols purpose put quick
    quickly quite really reason right role roles same saw seem seems seen sent shown since someone something
    sometimes soon sort sorts start started starting still stop stuff such sure take taken takes taking talk talking
    tells template that then though through time times together told too took toward towards try trying turn type
    types under until up upon used useful user users uses using usually various very via wanna way ways well went
    whether while whole within without wonder worked working worth yes yet you
    """.split()  # noqa: SIM905  a hundred words in quotation marks are no better to read
)
# The same in Scots and Gaelic, without accents.
OTHER_FILLERS = frozenset(
    """
    aboot aca acasan ach ag againn agam agus aig ain air airson ane anns ar aw awa aye ayont bha bheil bho bu ca cait
    cannae carson chan ciamar co cuin da dha dhan dhe dheidhinn dhomh dhuinn dhut didnae dinna dinnae disnae do doon efter
    eil fae far fhaod fhuair frae fur gach gaun gie gien gonnae gu gum gun gus hae haud hiv hoo iad isnae isny ken kens le
    leis ma mak maks mar mi mo mu mun na nach nae nam nan ni no noo o oan on onybody oor oot orm ort ower puir ri ris sae
    sam san seo sibh sic siccan sin sinn sna somebody tae tak tha thae thaim thair thay thir tho thon thu thugainn tro ur
    wad wan wha whae whaur whit whits wi wis wisnae wur yer yin yir yis yon
    """.split()  # noqa: SIM905  a hundred words in quotation marks are no better to read
)
# Words that count only if nothing else was typed.
SOFT_WORDS = WEAK_WORDS | FILLERS | OTHER_FILLERS
IRREGULAR = {
    **{"children": "child", "men": "man", "women": "woman", "people": "person", "lives": "life", "feet": "foot"},
    **{"met": "meet", "led": "lead", "held": "hold", "said": "say", "went": "go", "gone": "go", "wrote": "write"},
    **{"written": "write", "spoke": "speak", "spoken": "speak", "began": "begin", "begun": "begin", "found": "find"},
    **{"made": "make", "chose": "choos", "chosen": "choos", "took": "take", "taken": "take", "gave": "give"},
    **{"given": "give", "taught": "teach", "kept": "keep", "told": "tell", "died": "die", "dies": "die"},
    **{"death": "die", "deaths": "die", "dead": "die", "dying": "die"},
    **{"analyses": "analysi", "criteria": "criterion", "dataset": "dataset", "datasets": "dataset"},
    # The stemmer takes these for forms of “public”, “gene”, “universe” and “organ”.
    **{"publication": "publication", "publications": "publication"},
    **{"university": "university", "universities": "university"},
    **{"organisation": "organisation", "organisations": "organisation", "organisational": "organisation"},
    # And these words for people, for forms of their work or workplace.
    **{"reporter": "reporter", "reporters": "reporter", "officer": "officer", "officers": "officer"},
}
AMERICAN = (
    (re.compile(r"iz(e|es|ed|er|ers|ing|ation|ations|ational)$"), r"is\1"),
    (re.compile(r"^(behavi|col|fav|hon|lab|neighb|rum|hum)or"), r"\1our"),
    (re.compile(r"^program(s?)$"), r"programme\1"),
    (re.compile(r"^center"), "centre"),
    (re.compile(r"^counsel(or|ing|ed)"), r"counsell\1"),
    (re.compile(r"^judgement"), "judgment"),
    (re.compile(r"^enquir"), "inquir"),
    (re.compile(r"^(defen|licen|offen)se"), r"\1ce"),
    (re.compile(r"^practis"), "practic"),
)
MAC = re.compile(r"^mac(?=[a-z]{3})")
ABBREVIATIONS = re.compile(r"[b-df-hj-np-tv-xz]{2,5}s")
POSSESSIVE = re.compile(r"['’ʼ＇`´]s$")
APOSTROPHES = str.maketrans(dict.fromkeys("'’ʼ＇`´"))


class _Own(local):
    """The stemmer of each thread."""

    def __init__(self):
        # It stores the current word: two threads sharing it would get each other's stems, or errors.
        self.stemmer = snowballstemmer.stemmer("english")


_own = _Own()


def clean(text: str) -> str:
    """Return the text in one Unicode form, without invisible characters or those refused by databases."""
    text = unicodedata.normalize("NFC", text.replace("\x00", " ")).translate(IGNORED)
    return text.encode(errors="replace").decode()


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return one word in lower case without accents and apostrophes; possessives without their s."""
    word = POSSESSIVE.sub("", word.casefold()).translate(APOSTROPHES)
    if not word.isascii():
        letters = unicodedata.normalize("NFKD", word).translate(LETTERS).casefold()
        word = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return word[:LONGEST]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a folded word, such as “inspect” for inspections and inspected."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    for pattern, replacement in AMERICAN:
        word = pattern.sub(replacement, word)
    if word in IRREGULAR:
        return IRREGULAR[word]
    if ABBREVIATIONS.fullmatch(word):
        return word[:-1]  # the stemmer only removes an s from words with a vowel
    stemmed = _own.stemmer.stemWord(MAC.sub("mc", word))
    return IRREGULAR.get(stemmed, stemmed)


# Gaelic softens the first letter of a word: “chloinne”. Scots drops the g: “skelpin”.
LENITED, WITHOUT_G = re.compile(r"^([bcdfgmpst])h(?=[a-z]{2})"), re.compile(r"(?<=[a-z]{3})in(s?)$")


def otherwise(word: str) -> str:
    """Return the stem that a folded Gaelic or Scots word shares with its other forms. English words may have none."""
    return stem(WITHOUT_G.sub(r"ing\1", LENITED.sub(r"\1", word)))


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """Return the stem of a word in a text."""
    return stem(fold(word))


def initials(stems_wanted: set[str]) -> set[str]:
    """Return the possible initials of words with the stems: stemming every word of a long text takes too long."""
    irregular = {word[0] for word, its_stem in IRREGULAR.items() if its_stem in stems_wanted}
    enquiries = {"e"} if any(wanted.startswith("inquir") for wanted in stems_wanted) else set()
    return {wanted[0] for wanted in stems_wanted if wanted} | irregular | enquiries


def words(text: str) -> Iterator[re.Match]:
    """Yield the words of a text, as regex matches with their positions."""
    return WORD.finditer(text)


def folded(text: str) -> list[str]:
    """Return the words of a text, folded, in order. Initials with full stops are one word: “C.S.E.” is “cse”."""
    text = INITIALS.sub(lambda match: match.group().replace(".", ""), text)
    return [fold(word) for word in WORD.findall(text)]


def stems(text: str) -> list[str]:
    """Return the stems of a text's words, in order."""
    return [stem(word) for word in folded(text)]


def chains(text: str) -> list[list[str]]:
    """Return chains of words joined by hyphens, folded, each as a list."""
    found: list[list[str]] = []
    chain: list[str] = []
    end = -1
    for match in WORD.finditer(text):
        if not (chain and match.start() == end + 1 and text[end] in HYPHENS):
            chain = []
            found.append(chain)
        chain.append(fold(match.group()))
        end = match.end()
    return [chain for chain in found if len(chain) > 1]


def joined(text: str) -> list[str]:
    """Return hyphenated chains as single words: “multiagency”, an ISBN without its hyphens."""
    return ["".join(chain)[:LONGEST] for chain in chains(text)]


SOUNDS = (
    (re.compile(r"^(mac|mc|mck|mack)(?=[a-z]{2})"), "mk"),
    (re.compile(r"^(kn|gn|pn|wr)"), lambda match: match.group()[1]),
    (re.compile(r"^wh"), "w"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"tch"), "x"),
    (re.compile(r"(sh|ch|ti(?=on)|ci(?=ous))"), "x"),
    (re.compile(r"gh(?=[a-z]|$)"), "k"),
    (re.compile(r"th"), "t"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"[cq]|ck"), "k"),
    (re.compile(r"x"), "x"),
    (re.compile(r"z"), "s"),
    (re.compile(r"g(?=[eiy])"), "j"),
    (re.compile(r"d(?=t)"), ""),
    (re.compile(r"(?!^[hw])[aeiouyhw]+"), "a"),
)
DOUBLED = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """Return a rough phonetic key of a folded word: the same for “catherine” and “katherine”, “gallagher” and
    “gallacher”."""
    for pattern, replacement in SOUNDS:
        word = pattern.sub(replacement, word)
    word = DOUBLED.sub(r"\1", word)
    return word[:1] + word[1:].replace("a", "")
