"""Whether the search index is behind the content, for the doctor and the mails to operators."""

from collections.abc import Iterator

from django.core.checks import CheckMessage, Warning

from cms.operations.doctor import check_of_state
from search.engine import server
from search.models import Entry, Untold

from .rebuilds import is_current, pages_to_index

# Publishing indexes pages at once; a few may be in progress.
FEW = 20


@check_of_state
def index_behind() -> Iterator[CheckMessage]:
    """An index of another version, pages that aren't in it, and changes that the search server doesn't know."""
    if not is_current():
        yield Warning(
            "The search index was made by another version of the hub.",
            hint="Run manage.py search update.",
            id="hub.index",
        )
        return
    missing = pages_to_index().exclude(pk__in=Entry.objects.filter(document=None).values("page")).count()
    if missing > FEW:
        yield Warning(
            f"The search doesn't know {missing} pages.",
            hint="A worker adds them. If it doesn't, run manage.py search rebuild.",
            id="hub.index_missing",
        )
    if server.server() is not None and (changes := Untold.objects.count()) > FEW:
        yield Warning(
            f"The search server doesn't know of {changes} changes.",
            hint="Look at the server of SEARCH_URL; a worker tells it as soon as it answers.",
            id="hub.index_server",
        )
