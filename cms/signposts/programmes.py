"""The signposts of a programme, when the hub gets another one: the first keeps its own, and a new one may take them over."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from wagtail.models import Revision, Site

from cms.base.free_names import first_free
from cms.signposts.models import Signpost


@transaction.atomic
def keep_to(site: Site) -> None:
    """Let signposts be the first programme's, before the hub gets a second one, and their drafts and versions, too."""
    kept = Signpost.objects.filter(site=None)
    versions = Revision.objects.filter(signpost__in=list(kept))
    kept.update(site=site)
    for version in versions:
        version.content["site"] = site.pk
        version.save(update_fields=["content"])


@transaction.atomic
def take_over(source: Site, target: Site) -> None:
    """Give a programme copies of another's signposts, which it can then change. Those that all share it has already."""
    taken = set(Signpost.objects.filter(Q(site=None) | Q(site=target)).values_list("slug", flat=True))
    for signpost in Signpost.objects.filter(site=source):
        signpost.pk, signpost.latest_revision, signpost.live_revision = None, None, None
        signpost._state.adding = True
        signpost.site = target
        signpost.slug = first_free(signpost.slug[:110], taken)
        taken.add(signpost.slug)
        signpost.save()
