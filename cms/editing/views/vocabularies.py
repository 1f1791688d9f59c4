"""The pages on which a programme's kinds and statuses are changed."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.models import Site

from cms.base.active_site import active_site, site_active
from cms.base.requests import EditorRequest
from cms.editing.vocabularies import CHANGE, VocabularyFormSet
from cms.vocabularies.models import ProgrammeVocabularies
from cms.vocabularies.vocabulary import vocabularies


def index(request: EditorRequest) -> HttpResponse:
    """Show all vocabularies with the programme's entries."""
    site = _site(request)
    with site_active(site):
        rows = [
            {"vocabulary": one, "names": ", ".join(map(str, one.labels)), "is_own": one.is_own}
            for one in vocabularies.values()
        ]
    return render(request, "cms/admin/vocabularies.html", {"rows": rows, "site": site})


def change(request: EditorRequest, name: str) -> HttpResponse:
    """Show the form for one vocabulary; POST saves it."""
    site = _site(request)
    if name not in vocabularies:
        raise Http404("There is no such vocabulary.")
    vocabulary = vocabularies[name]
    lines = VocabularyFormSet(request.POST if request.method == "POST" else None, vocabulary=vocabulary, site=site)
    if request.method == "POST" and lines.is_valid():
        lines.save()
        setting = ProgrammeVocabularies.objects.get(site=site)
        log(setting, "wagtail.edit", user=request.user, title=f"{vocabulary.label} ({site})")
        messages.success(request, f"{vocabulary.label}: saved.")
        return redirect("vocabularies")
    context = {"vocabulary": vocabulary, "lines": lines, "site": site}
    return render(request, "cms/admin/vocabulary.html", context, status=422 if lines.is_bound else 200)


def _site(request: EditorRequest) -> Site:
    """Return the site whose programme is meant. Raises PermissionDenied."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    return active_site() or Site.find_for_request(request) or Site.objects.get(is_default_site=True)
