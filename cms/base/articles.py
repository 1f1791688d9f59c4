"""Articles for names within a sentence."""

import re

# A name takes “the” if its main noun is one of these. Names of councils, places and companies take none, and neither do
# names that we can't judge: a missing article is seldom wrong, the one in “the Police Scotland” always is.
NOUNS = re.compile(
    "academy|agency|alliance|archives?|assembly|association|authority|board|briefing|bulletin|bureau|centre|charity|"
    "coalition|collaborative|college|commission|commissioner|committee|confederation|consortium|convention|department|"
    "digest|directorate|division|federation|forum|foundation|fund|government|group|hub|initiative|inquiry|inspectorate|"
    "institute|institution|journal|letter|mailing|ministry|network|newsletter|ombudsman|office|organisation|panel|"
    "parliament|partnership|programme|project|review|secretariat|services?|society|survey|taskforce|team|tribunal|trust|"
    "unit|university|updates?",
    re.IGNORECASE,
)
# In place of an article.
DETERMINERS = ("the", "our", "your")
BEFORE_A_COMPLEMENT = re.compile(r"\s(?:for|in|of|on|to)\s", re.IGNORECASE)


def the(name: str) -> str:
    """Return the name as it stands within a sentence, with “the” if it needs that: “the National Archive”, “Police
    Scotland”."""
    main = BEFORE_A_COMPLEMENT.split(name, maxsplit=1)[0].split()
    return f"the {name}" if main and main[0].lower() not in DETERMINERS and NOUNS.fullmatch(main[-1]) else name
