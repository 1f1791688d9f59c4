"""Proposals of terms: new ones, and changes of those that there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import slugify
from wagtail.models import Site
from wagtail.permissions import policy_registry

from cms.editing.permissions import works_on_site
from cms.editing.programme_terms import may_change
from cms.pages.viewer import sites_now
from cms.sites.rows import rows_of, shared_and

from .kinds import NotAcceptedError, ProgramProposalKind, kinds
from .models import ProgramProposal

# Texts in other languages have a widget of their own, and no name in the API's input.
WITHHELD = ("translated_texts",)


def term_models() -> list[Any]:
    """Return the models of terms that programs propose, by name."""
    return sorted((one.model for one in kinds.values() if isinstance(one, TermKind)), key=lambda one: one.__name__)


def form_of(model: Any) -> type[Any]:
    """Return the form of a kind of terms in the admin."""
    return model.snippet_viewset.get_edit_handler().get_form_class()


class TermKind(ProgramProposalKind):
    """Terms of a model."""

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)

    def may_see(self, user: Any) -> bool:
        return policy_registry.get_by_type(self.model).user_has_any_permission(user, ("add", "change"))

    def may_decide(self, user: Any, site: Site | None, thing: Model | None) -> bool:
        """Ask for work in the programme, too: rights to terms hold in every one. Shared terms are for those who work in all."""
        right = "add" if thing is None else "change"
        if not policy_registry.get_by_type(self.model).user_has_permission(user, right):
            return False
        if thing is not None and not may_change(user, thing):
            return False
        # A term without a programme of its own, of a kind that has none or shared, is changed from any of theirs.
        home = getattr(thing, "site", None) or site
        return len(sites_now()) < 2 or (home is not None and works_on_site(user, home))

    def find(self, site: Site | None, key: int) -> Model | None:
        here = shared_and(rows_of(site)) if len(sites_now()) > 1 else Q()
        return self.model._default_manager.filter(here, pk=key).first()

    def form(self, thing: Model | None, user: Any, data: QueryDict | None = None) -> Any:
        """Return the form, with the latest draft of the term."""
        instance = self._draft(thing) if thing else self.model()
        form = form_of(self.model)(data, instance=instance, for_user=user)
        for name in (*WITHHELD, *(() if len(sites_now()) > 1 else ("site",))):
            form.fields.pop(name, None)
        return form

    def always(self, site: Site | None, thing: Model | None) -> Mapping[str, Any]:
        """Of several programmes, a new term belongs to the one for which it is proposed."""
        return {"site": site.pk} if thing is None and site and len(sites_now()) > 1 else {}

    def _draft(self, thing: Any) -> Any:
        return thing.get_latest_revision_as_object()

    def version(self, thing: Any) -> str:
        latest = thing.latest_revision
        # An automatic save keeps the version's number but changes its time.
        return f"{latest.pk} {latest.created_at.isoformat()}" if latest else ""

    def title(self, thing: Model | None, values: Mapping[str, Any]) -> str:
        return str(values.get("name") or thing or "")

    def accept(self, form: Any, proposal: ProgramProposal, thing: Any, user: Any) -> tuple[str, str]:
        """Save the term; publish it if the person may, and if it was public or is new.

        With changes that aren't published yet it stays a draft: those are somebody else's to publish.
        """
        policy = policy_registry.get_by_type(self.model)
        has_draft = thing is not None and thing.has_unpublished_changes
        if thing is None:
            term = form.save(commit=False)
            term.live = False
            term.save()
            form.save_m2m()
        else:
            if form.instance.pk != thing.pk:
                raise NotAcceptedError("The term is gone.")
            term = form.save(commit=not thing.live)
        revision = term.save_revision(user=user, log_action=True, changed=True, clean=False)
        address = reverse(self.model.snippet_viewset.get_url_name("edit"), args=[term.pk])
        if thing is not None and thing.live and has_draft:
            return f"“{term}” is saved as a draft, since it has other changes that aren’t published yet.", address
        if policy.user_has_permission(user, "publish") and (thing is None or thing.live):
            revision.publish(user=user)
            return f"“{term}” is saved and published.", address
        return f"“{term}” is saved as a draft.", address


def with_slug(model: Any, values: Mapping[str, Any], *, is_new: bool) -> dict[str, Any]:
    """Return the values of a term with the slug that the editor's own script would make of its name, if none is given."""
    made = dict(values)
    if is_new and made.get("name") and not made.get("slug"):
        made["slug"] = slugify(made["name"])[: model._meta.get_field("slug").max_length]
    return made
