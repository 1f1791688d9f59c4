"""The addresses of the admin where something can be typed: of every kind of page, of settings, of ours and Wagtail's views.

A view without an example makes `of_wagtail` or `tests.worked_on.ours` fail, so that no form can be forgotten.
"""

from collections.abc import Iterator
from contextlib import suppress

from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.registry import registry
from wagtail.models import Collection, Page, Site, Task, TaskState, Workflow, get_page_models

from bench.admin.addresses import is_ours, own_viewsets, patterns_of_admin
from cms.pages import kinds
from programme.models import NewsPage
from tests import factories

# Views without an example: by the last part of their name, why nothing can be typed there.
WITHOUT_FORM = {
    **dict.fromkeys(("listing", "detail", "find", "action"), "data for scripts"),
    **dict.fromkeys(("ping", "release", "wagtailadmin_tag_model_autocomplete"), "for scripts"),
    **dict.fromkeys(("chosen", "preview_on_edit", "preview"), "show something"),
    **dict.fromkeys(("revisions_compare", "workflow_history_detail"), "show something"),
    **dict.fromkeys(
        ("create_multiple_from_uploaded_document", "create_multiple_from_uploaded_image", "delete_upload_multiple"),
        "finish an upload that Wagtail itself couldn't finish, which ours always can",
    ),
    "wagtailadmin_password_reset_confirm": "new passwords alone, which no page shows again",
    "wagtailadmin_error_test": "fails, as a test",
    "wagtailadmin_logout": "ends the session",
}


def of_pages() -> dict[str, str]:
    """Return the forms of pages of every type, for a new and for an existing page."""
    found = {}
    for model in get_page_models():
        if model is Page:
            continue
        page = model.objects.order_by("pk").first() or factories.page_of(model)
        found[f"edit {model._meta.model_name}"] = reverse("wagtailadmin_pages:edit", args=[page.pk])
        if not kinds.is_once_a_site(model) and model.allowed_parent_page_models():
            place = (model._meta.app_label, model._meta.model_name, page.get_parent().pk)
            found[f"add {model._meta.model_name}"] = reverse("wagtailadmin_pages:add", args=place)
    return found


def of_settings() -> dict[str, str]:
    """Return the forms of all settings."""
    site = Site.objects.get()
    return {
        f"settings {model._meta.model_name}": reverse(
            "wagtailsettings:edit", args=[model._meta.app_label, model._meta.model_name, site.pk]
        )
        for model in registry
    }


def of_bulk_actions() -> dict[str, str]:
    """Return the dialogs for things that are ticked in a list."""
    bulk_action_registry.get_bulk_actions_for_model("", "")  # looks for them once
    found = {}
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            for action, view in actions.items():
                one = next(kind.objects.order_by("pk").last() for kind in view.models if kind.objects.exists())
                address = reverse("wagtail_bulk_action", args=[app, model, action])
                found[f"{action} many of {model}"] = f"{address}?id={one.pk}&next=/admin/"
    return found


def of_wagtail() -> dict[str, str]:
    """Return the addresses of Wagtail's own views. Raises ImproperlyConfigured for one without an example."""
    known = _examples()
    found = dict(of_bulk_actions())
    for space, name, held in _views_of_wagtail():
        if name in WITHOUT_FORM or name == "wagtail_bulk_action" or space == "wagtailsettings":
            continue
        values = {part: known.get((space, name, part), known.get((space, part), known.get(part))) for part in held}
        if None in values.values():
            raise ImproperlyConfigured(f"There is no example of {values} for the view {space}:{name}: add one here.")
        with suppress(NoReverseMatch):  # within two namespaces: an API
            full = f"{space}:{name}" if space else name
            found[full] = reverse(full, kwargs=values)
    return found


def _views_of_wagtail() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    lists = own_viewsets()
    seen = set()
    for space, pattern in patterns_of_admin(get_resolver().url_patterns):
        view = getattr(pattern.callback, "view_class", pattern.callback)
        held = tuple({**pattern.pattern.regex.groupindex, **getattr(pattern.pattern, "converters", {})})
        if not is_ours(view) and space not in lists and (space, pattern.name, held) not in seen:
            seen.add((space, pattern.name, held))
            yield space, pattern.name, held


def _examples() -> dict:
    """Return examples of what addresses hold: by part, by part in a namespace, or by that in a view."""
    page = NewsPage.objects.get(title="News")
    waiting = TaskState.objects.get(revision__object_str="Waits")
    image, document = factories.ImageFactory(), factories.DocumentFactory()
    collection = Collection.get_first_root_node().add_child(name="Reports")
    workflow, task = Workflow.objects.first().pk, Task.objects.first().pk
    of_task = [("wagtailadmin_workflows", name, "pk") for name in ("edit_task", "disable_task", "enable_task")]
    return {
        **dict.fromkeys(("page_id", "page_pk", "page_to_move_id"), page.pk),
        **dict.fromkeys(("parent_page_id", "destination_id"), page.get_parent().pk),
        **dict.fromkeys(("document_id", "doc_id"), document.pk),
        **dict.fromkeys(("app_label", "content_type_app_name"), "programme"),
        **dict.fromkeys(("model_name", "content_type_model_name"), "newspage"),
        **dict.fromkeys((*of_task, ("wagtailadmin_workflows", "task_usage", "pk"), "task_id"), task),
        **dict.fromkeys((("wagtailadmin_workflows", "pk"), "workflow_pk"), workflow),
        ("wagtailadmin_workflows", "add_task", "app_label"): "wagtailcore",
        ("wagtailadmin_workflows", "add_task", "model_name"): "groupapprovaltask",
        ("wagtailadmin_pages", "workflow_action", "page_id"): int(waiting.revision.object_id),
        ("wagtailadmin_pages", "collect_workflow_action_data", "page_id"): int(waiting.revision.object_id),
        "image_id": image.pk,
        "redirect_id": Redirect.objects.create(old_path="/before", redirect_link="/after").pk,
        "collection_id": collection.pk,
        "revision_id": page.save_revision().pk,
        "task_state_id": waiting.pk,
        "action_name": "reject",
        ("wagtailadmin_collections", "pk"): collection.pk,
        ("wagtailusers_groups", "pk"): Group.objects.first().pk,
        ("wagtailsites", "pk"): Site.objects.get().pk,
    }
