"""The search page: a form and what it found. Only what is public now; no input is an error."""

import re
import unicodedata

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.graphql.visibility import Visibility
from cms.templatetags.hub import introduces
from programme.site.lists import Entry

PER_PAGE = 10
# Longer than any question; what a robot sends beyond it is not read.
MAX_LENGTH = 200
MAX_WORDS = 16
WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
# Words that stand on nearly every page and find nothing by themselves.
COMMON = (
    "a an and are as at be but by for from has have how i in is it of on or our"
    " that the this to was we what when where which who why will with you"
)
STOP_WORDS = frozenset(COMMON.split())


def words_of(query: str) -> list[str]:
    """Return the words worth searching for; none if there are only stop words, signs or nothing."""
    text = unicodedata.normalize("NFKC", query[:MAX_LENGTH])
    words = [word.replace("’", "'") for word in WORD.findall(text)][:MAX_WORDS]
    return [word for word in words if word.lower() not in STOP_WORDS]


def find(query: str, visibility: Visibility):
    """Return the public pages that hold all words of the query, best first; empty when it holds no useful word."""
    words = words_of(query)
    if not words or visibility.site is None:
        return []
    # Words only: quotation marks and operators mean something to a database, not to the reader.
    # By key: a search backend filters only by what it has indexed, and the rule asks for more than that.
    public = visibility.filter(Page.objects.all()).order_by().values("pk")
    return Page.objects.filter(pk__in=public).specific().search(" ".join(words))


@require_safe
def search(request):
    """Answer `/search/?query=…&page=…`."""
    # A database takes no NUL in a text, and a reader types no other control sign.
    typed = "".join(s if s.isprintable() else " " for s in request.GET.get("query", "")[:MAX_LENGTH]).strip()
    numbered = Paginator(find(typed, Visibility.for_request(request)), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "query": typed,
        "kept": f"{urlencode({'query': typed})}&",
        "useful": bool(words_of(typed)),
        "numbered": numbered,
        "entries": [Entry(page, [page.page_type_display_name], introduces(page)) for page in numbered],
    }
    return render(request, "search/search.html", context)
