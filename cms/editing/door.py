"""The door of the admin: whatever the address, nobody comes by a thing of a programme in which they don't work.

Wagtail's views ask whether somebody has a right to a kind of thing, and some ask nothing. So each address is asked here, before
its view, for the things that it names: in its parts, by the view's model, and among those ticked in a list. What isn't theirs
is as if it weren't there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeGuard

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import BaseForm, ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_filters import FilterSet
from taggit.models import Tag
from wagtail.admin.viewsets import viewsets
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, Site, Task, TaskState, Workflow

from cms.base.requests import EditorRequest
from cms.editing.own_programmes import ADMIN, here, links
from cms.editing.own_things import may_see, only_seen, seen
from cms.pages.viewer import sites_of

# What somebody needs to sign in and out, and to look after their own account, wherever they are.
OPEN = tuple(
    ADMIN + name
    for name in (
        *("login/", "logout/", "password_reset/", "account/", "two-factor/", "session/", "editing-sessions/"),
        *("jsi18n/", "sprite", "programmes/own/"),
    )
)
# What parts of Wagtail's addresses name, besides the model of the view itself.
PARTS: dict[str, type[Model]] = {
    **dict.fromkeys(("page_id", "page_pk", "page_to_move_id"), Page),
    **dict.fromkeys(("parent_page_id", "parent_id", "destination_id"), Page),
    **dict.fromkeys(("document_id", "doc_id"), get_document_model()),
    "image_id": get_image_model(),
    "collection_id": Collection,
    "task_id": Task,
    "task_state_id": TaskState,
    "workflow_pk": Workflow,
    "site_id": Site,
}
# Which list things of all programmes to choose from, and ask for no right: for those who arrange workflows.
LISTS_OF_ALL = ("task_chooser", "task_chooser_results", "task_chooser_create")
# Which count pages and name the last one, of all sites unless one is chosen.
OF_ONE_SITE = ("page_types_usage", "page_types_usage_results")


def is_editor(request: HttpRequest) -> TypeGuard[EditorRequest]:
    """Say whether somebody with rights to the admin is signed in who doesn't work everywhere, as administrators do."""
    user = request.user
    return user.is_authenticated and not user.is_superuser and user.has_perm("wagtailadmin.access_admin")


class ProgrammeGateMiddleware:
    """Lead people who sign in at the address of a programme that isn't theirs to their own, and keep other programmes'
    things from those who work in some."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_asked(request) and is_editor(request):
            return self._elsewhere(request) or self.get_response(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: tuple[Any, ...], named: dict[str, Any]) -> None:
        """Raise Http404 for an address that names a thing of another programme."""
        match = request.resolver_match
        if not _is_asked(request) or not is_editor(request) or match is None:
            return
        if match.url_name in LISTS_OF_ALL and seen(request.user, Task):
            raise Http404
        model = _model_of(view, match.namespace, named)
        for part, key in named.items():
            if kind := PARTS.get(part) or (model if part in ("pk", "object_id") else None):
                _refuse_unseen(request, kind, unquote(str(key)))
        if parent := request.GET.get("childOf") or request.POST.get("new_parent_page"):
            _refuse_unseen(request, Page, parent)
        for name, key in request.GET.items():
            if str(key).isdecimal() and (kind := _related(model, name)):
                _refuse_unseen(request, kind, key)
        _narrow_ticked(request, model or (Page if "choose_page" in (match.url_name or "") else None))
        if match.url_name == "wagtailadmin_choose_page_external_link":
            _link_to_own(request)
        elif match.url_name in OF_ONE_SITE and seen(request.user, Site):
            _ask_for(request, "site", [one.tree_path for one in [here(request)] if one])

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        """Take others' people, workflows and tags from what a list is filtered by, and others' things from what a dialog says
        of things that were ticked."""
        # A preview's is rendered already, and its filters are readers'.
        if response.is_rendered or not _is_asked(request) or not is_editor(request):
            return response
        context, match = response.context_data, request.resolver_match
        if context is not None and match is not None:
            if isinstance(filters := context.get("filters"), FilterSet):
                _limit(filters.form, request)
                if match.url_name in OF_ONE_SITE:
                    _limit_sites(filters.form, request)
            if "popular_tags" in context:
                context["popular_tags"] = only_seen(request.user, context["popular_tags"])
            if refused := context.get("items_with_no_access"):
                named = [one["item"] if isinstance(one, dict) else one for one in refused]
                there = {one.pk for one in only_seen(request.user, named)}
                context["items_with_no_access"] = [
                    one for one, thing in zip(refused, named, strict=True) if thing.pk in there
                ]
        return response

    def _elsewhere(self, request: EditorRequest) -> HttpResponse | None:
        found = links(request)
        if any(is_here for _, _, is_here in found):
            return None
        if len(found) == 1 and request.path_info == ADMIN and request.method == "GET":
            return redirect(found[0][1])
        context = {"programmes": found, "refused": here(request), "account": reverse("wagtailadmin_account")}
        return render(request, "cms/admin/own_programmes.html", context, status=403)


def _is_asked(request: HttpRequest) -> bool:
    path = request.path_info
    return path.startswith(ADMIN) and not path.startswith(OPEN) and len(sites_of(request)) > 1


def _model_of(view: Any, space: str, named: dict[str, Any]) -> type[Model] | None:
    """Return the model of what the view is about, if the address or the view names one."""
    if "app_name" in named:
        return Site  # of settings, which are named by their site
    if "app_label" in named and "model_name" in named:
        return _known_model(f"{named['app_label']}.{named['model_name']}")
    given = getattr(view, "view_initkwargs", {}).get("model") or _models_of_viewsets().get(space)
    given = given or getattr(getattr(view, "view_class", None), "model", None)
    return _known_model(given) if isinstance(given, str) else given if isinstance(given, type) else None


def _related(model: type[Model] | None, name: str) -> type[Model] | None:
    """Return the model to which a column leads: with its key lists are filtered, and forms begin."""
    columns = model._meta.concrete_fields if model else ()
    found: Any = next((one.related_model for one in columns if one.name == name), None)
    return found


def _known_model(name: str) -> type[Model] | None:
    try:
        return apps.get_model(name)
    except (LookupError, ValueError):
        return None


def _models_of_viewsets() -> dict[str, Any]:
    return {one.url_namespace: one.model for one in viewsets.viewsets if one.name and getattr(one, "model", None)}


def _refuse_unseen(request: EditorRequest, model: type[Model], key: Any) -> None:
    condition = seen(request.user, model)
    try:
        if condition and not model._base_manager.filter(condition, pk=key).exists():
            raise Http404
    except (ValueError, ValidationError) as unknown:
        raise Http404 from unknown


def _narrow_ticked(request: EditorRequest, model: type[Model] | None) -> None:
    """Leave those out of the things ticked in a list, or chosen, that aren't theirs. Raises Http404 if none is left."""
    keys = [key for key in request.GET.getlist("id") if key.isdecimal()]
    if not keys or model is None or not (condition := seen(request.user, model)):
        return
    left = model._base_manager.filter(condition, pk__in=keys).values_list("pk", flat=True)
    if not left:
        raise Http404
    _ask_for(request, "id", [str(key) for key in left])


def _ask_for(request: HttpRequest, name: str, values: list[str]) -> None:
    """Put other values into what the address asks for."""
    asked: Any = request.GET.copy()
    asked.setlist(name, values)
    request.GET = asked


def _link_to_own(request: EditorRequest) -> None:
    """Let Wagtail turn addresses of pages into links to them for their own programmes alone: it names the draft's title."""
    condition = seen(request.user, Site)
    own = set(Site.objects.filter(condition).values_list("pk", flat=True))
    kept = [one for one in Site.get_site_root_paths() if one[0] in own]
    vars(request)["_wagtail_cached_site_root_paths"] = kept  # where Wagtail keeps them


def _limit_sites(form: BaseForm, request: EditorRequest) -> None:
    if seen(request.user, Site):
        field: Any = form.fields["site"]
        field.choices = [choice for choice in field.choices if choice[0] == request.GET["site"]]


def _limit(form: BaseForm, request: EditorRequest) -> None:
    """Leave others' things out of the choices. Raises Http404 if one was chosen: the list would say its name."""
    values = getattr(form, "cleaned_data", {}).values()
    chosen = [one for value in values for one in (value if isinstance(value, list | QuerySet) else [value])]
    if not all(may_see(request.user, one) for one in chosen if isinstance(one, Model)):
        raise Http404
    tag: Any = form.fields.get("tag")
    if tag is not None and hasattr(tag, "choices"):
        names = set(Tag.objects.filter(seen(request.user, Tag)).values_list("name", flat=True))
        tag.choices = [choice for choice in tag.choices if choice[0] in names]
    for field in form.fields.values():
        offered: Any = field.queryset if isinstance(field, ModelChoiceField) else None
        if offered is not None and (condition := seen(request.user, offered.model)):
            chooser: Any = field
            chooser.queryset = offered.filter(pk__in=offered.model._base_manager.filter(condition).values("pk"))
