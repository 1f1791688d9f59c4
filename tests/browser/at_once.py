"""Request every public page from several threads at once, in a fresh process; then each separately.

Run as a program (`python -m tests.browser.at_once`) on a hub that `tests.browser.everything` has completed. Fails, and says which
pages, if an answer differs from the one that a reader gets who is alone.
"""

import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote_plus

import django

django.setup()

from django.conf import settings  # noqa: E402  only once Django is set up
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils.html import strip_tags  # noqa: E402

from tests.request_ids import without_id  # noqa: E402

THREADS = 8
OFTEN = 1e-5  # seconds after which threads switch
QUESTIONS = (
    "child protection committees",
    "recomendation 1",
    "françois",
    "“key messages”",
    "joint inspections in 2018",
)


def main() -> None:
    pages = sorted(set(json.loads((Path(settings.DATA_DIR) / "addresses.json").read_text()).values()))
    searches = [f"/search/?query={quote_plus(words)}" for words in QUESTIONS]
    suggestions = [f"/search/suggest/?q={quote_plus(words[:7])}" for words in QUESTIONS]
    # Searches first: they share most of the data that the first one creates.
    asked = [*suggestions, *searches, *pages]
    sys.setswitchinterval(OFTEN)
    with ThreadPoolExecutor(THREADS) as threads:
        together = list(threads.map(answer, asked))
    alone = [answer(path) for path in asked]
    different = [
        f"{path}: {one} and not {other}"
        for path, one, other in zip(asked, together, alone, strict=True)
        if one != other
    ]
    sys.exit("\n".join(different) or None)


def answer(path: str) -> tuple[int, str]:
    """Return the status of an answer, and its text."""
    try:
        response = Client(raise_request_exception=False, headers={"host": "localhost"}).get(path)
        text = re.sub(r"<(script|style)\b.*?</\1>", " ", without_id(response).decode(), flags=re.DOTALL)
        return response.status_code, " ".join(strip_tags(text).split())
    finally:
        connections.close_all()


if __name__ == "__main__":
    main()
