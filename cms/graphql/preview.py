"""Previews: visibility in answers to documents with a preview token.

A token opens one draft, for the field to which it is passed. The draft, its own rows (duties, attachments, progress
entries, blocks) and linked objects are answered in the editor's view: public content, this draft, and objects linked
from the draft that the editor may see in the admin. Links are the pages above it, and choices, blocks and links in
texts of the draft. A linked object that was never published is shown as its latest draft.

All other objects in the answer are answered in the public view, even below the field with the token: a public stream
named by a draft doesn't list drafts. Links of linked objects aren't followed, so a token opens one draft and its
directly linked objects, nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from django.db.models import ForeignKey, Manager, Model, Q, QuerySet
from django.utils.functional import cached_property
from graphql import GraphQLResolveInfo
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page
from wagtail.rich_text import RichText

from cms.batches.drafts import mark, preview_of
from cms.batches.peers import Peers, adopt
from cms.batches.shapes import ReadPlan, Shape
from cms.history.past import is_past
from cms.pages.addresses import url_path_of
from cms.pages.edit_marks import give_paths
from cms.pages.previews import Draft, PreviewError, open_draft
from cms.pages.rich_text import linked_ids, source_of
from cms.sites.addresses import SiteAddress
from cms.visibility.rule import STEP, Visibility, has_rule
from cms.visibility.statements import several

from .context import Context
from .errors import ApiError, ErrorCode
from .relations import inside


def kind_of(model: type[Model]) -> type[Model]:
    """Return the model under which an object is stored: all pages share one set of keys."""
    return Page if issubclass(model, Page) else model


def slot_of(kind: type[Model]) -> str:
    """Return the name of the parameter with the keys of opened objects of a kind."""
    return f"opened {kind._meta.label}"


class PreviewVisibility(Visibility):
    """The view of one draft: public content, the draft, and the linked objects that it opens."""

    # Opened pages are among the hidden ones, and count.
    hides_few = False

    def __init__(self, public: Visibility, draft: Draft):
        # Without a period: shared facts must not come from a draft, and a draft's changes end no period.
        super().__init__(public.site, public.now)
        self._public = public
        self._compiling = False
        self.draft = draft.page
        # Non-public objects visible here, by kind and key.
        self.opened: dict[type[Model], dict[Any, Model]] = {Page: {self.draft.pk: self.draft}}
        for model, keys in links_of(self.draft).items():
            for thing in self._hidden(model, keys):
                if opened := draft.opens(thing):
                    self.opened.setdefault(model, {}).setdefault(thing.pk, opened)
        for things in self.opened.values():
            adopt(things.values())

    def _hidden(self, model: type[Model], keys: set[Any]) -> Iterable[Model]:
        """Return the objects that the public can't see."""
        things: Any = model._default_manager.filter(pk__in=keys)
        if model is Page:
            # Pages of another site have no address on this one.
            here = Q()
            for root in self.roots:
                here |= Q(path__startswith=root.path)
            things = things.filter(here).specific()
        public = self._public.filter(model._default_manager.filter(pk__in=keys)).values_list("pk", flat=True)
        return things.exclude(pk__in=set(public))

    def opened_as(self, model: type[Model], key: Any) -> Model | None:
        """Return the opened object with the key, or None; for a database object, its draft."""
        return self.opened.get(kind_of(model), {}).get(key)

    def belongs(self, thing: Model) -> bool:
        """Say whether the object is a row of an opened object."""
        field = owner_field(type(thing))
        if field is None:
            return False
        if self.opened_as(field.related_model, getattr(thing, field.attname)) is not None:
            return True
        return owner_field(field.related_model) is not None and self.belongs(getattr(thing, field.name))

    def can_see(self, thing: Model) -> bool:
        return self.opened_as(type(thing), thing.pk) is not None or super().can_see(thing)

    def in_statements(self) -> Visibility:
        """Return the same view for a statement to compile: the keys of opened objects are parameters, one for each
        kind.

        So one statement works for all previews.
        """
        view = super().in_statements()
        vars(view)["_compiling"] = True
        return view

    @cached_property
    def values(self) -> dict[str, Any]:
        return super().values | {slot_of(kind): several(things) for kind, things in self.opened.items()}

    @cached_property
    def sees(self) -> tuple[Hashable, ...]:
        return ("preview", frozenset(self.opened), *super().sees)

    def key(self, model: type[Model]) -> tuple[Hashable, ...]:
        # Of all kinds: a statement about one may follow links to others.
        return ("preview", frozenset(self.opened), *super().key(model))

    def condition(self, model: type[Model], prefix: str = "") -> Q:
        condition, kind = super().condition(model, prefix), kind_of(model)
        if kind not in self.opened:
            return condition
        if self._compiling:
            return condition | Q(**{f"{prefix}pk__among": slot_of(kind)})
        return condition | Q(**{f"{prefix}pk__in": list(self.opened[kind])})

    # The public view of all of them is read once for all drafts of a document.

    @property
    def roots(self) -> tuple[Page, ...]:
        return self._public.roots

    @property
    def sites(self) -> tuple[SiteAddress, ...]:
        return self._public.sites

    @property
    def _hidden_paths(self) -> tuple[frozenset[str], frozenset[str]]:
        return self._public._hidden_paths

    @property
    def _hidden_collections(self) -> frozenset[int]:
        return self._public._hidden_collections


def owner_field(model: type[Model]) -> Any:
    """Return the field with a row's owner, or None if it has no owner."""
    name = getattr(model, "visibility_parent", None)
    return model._meta.get_field(name) if name else None


def with_owners(plan: ReadPlan) -> ReadPlan:
    """Return the plan with an additional column for rows: their owner's key, which decides in whose view they are."""
    columns = dict(plan.columns)
    for model, names in plan.columns.items():
        field = owner_field(model)
        if field is not None and names is not None:
            columns[model] = names | {field.attname}
    return ReadPlan(columns)


class PreviewContext(Context):
    """The context of resolvers for a draft, its rows and linked objects."""

    perspective = "preview"
    visibility: PreviewVisibility

    def __init__(self, public: Context, draft: Draft):
        super().__init__(PreviewVisibility(public.visibility, draft), with_owners(public.plan))
        self.draft = draft
        self.previews = public.previews
        mark(draft.page, self)

    def shown(self, thing: Model) -> Model | None:
        """Return the object to show: its draft if there is one here, None if it isn't visible."""
        opened = self.visibility.opened_as(type(thing), thing.pk)
        if opened is not None:
            return mark(opened, self)
        if not self.visibility.can_see(thing):
            return None
        return mark(thing, self) if self.visibility.belongs(thing) else thing

    def get(self, model: type[Model], key: Any) -> Model | None:
        opened = self.visibility.opened_as(model, key)
        return opened if isinstance(opened, model) else super().get(model, key)

    def linked(self, key: Any) -> Page | None:
        opened = self.visibility.opened_as(Page, key)
        return opened if isinstance(opened, Page) else super().linked(key)

    def _objects(self, shape: Shape, rows: list[list[Any]], group: Peers) -> list[tuple[Model, list[Any]]]:
        """Rows of opened objects are peers only of each other: data for a group is read in one view."""
        found = super()._objects(shape, rows, group)
        if owner_field(shape.model) is not None:
            belonging = [mark(thing, self) for thing in group if self.visibility.belongs(thing)]
            marked = {id(thing) for thing in adopt(belonging)}
            group[:] = [thing for thing in group if id(thing) not in marked]
        return found


class Previews:
    """The contexts of one document: the public one, and one for each opened draft.

    A marked object has its own context; anything else, such as a block or a connection, has that of the field it came
    from, which is found by its path in the answer.
    """

    def __init__(self, public: Context):
        self.public = public
        # Whether one of the drafts is for its editor: then the answer says from which fields of the form it comes.
        self.is_for_editor = False
        self._places: dict[int, tuple[Any, Context]] = {}

    def context_of(self, root: Any, info: GraphQLResolveInfo) -> Context:
        """Return the context for a field of `root`, and store it for the field's results."""
        context = preview_of(root) or self.public if isinstance(root, Model) else self._context_above(info.path)
        self._places[id(info.path)] = (info.path, context)
        return context

    def _context_above(self, path: Any) -> Context:
        while (path := path.prev) is not None:
            if id(path) in self._places:
                return self._places[id(path)][1]
        return self.public


def shown(value: Any, context: Context) -> Any:
    """Return a resolver's result as visible in the context: the guard's work in a document with drafts."""
    if isinstance(value, Manager | QuerySet):
        value = context.visibility.filter(value.all())
    if isinstance(value, list | tuple | QuerySet):
        items = ((item, _shown(item, context)) for item in value)
        return [out for item, out in items if out is not None or item is None]
    return _shown(value, context)


def _shown(thing: Any, context: Context) -> Any:
    if not isinstance(thing, Model):
        return thing
    context = preview_of(thing) or context
    if isinstance(context, PreviewContext):
        return context.shown(thing)
    return thing if context.visibility.can_see(thing) else None


def preview(context: Context, token: str, *, path: str | None = None) -> Page:
    """Return the draft for a token. `path`, if given, must be that of its page.

    Raises ApiError (PREVIEW_REFUSED) if it opens nothing, a page on another site, or another page, and at a past moment.
    """
    if is_past():
        raise ApiError(ErrorCode.PREVIEW_REFUSED, "A preview shows no past day.")
    context.perspective = "preview"
    opened = context.shared(("preview", token), lambda: _opened(context, token))
    page = opened.draft.page
    if path is not None and url_path_of(path, context) not in opened.draft.url_paths:
        raise ApiError(ErrorCode.PREVIEW_REFUSED, "This preview token is for another page.")
    return page


def _opened(context: Context, token: str) -> PreviewContext:
    try:
        draft = open_draft(token)
    except PreviewError as refusal:
        raise ApiError(ErrorCode.PREVIEW_REFUSED, str(refusal)) from None
    if not draft.page.path.startswith(tuple(root.path for root in context.visibility.roots)):
        raise ApiError(ErrorCode.PREVIEW_REFUSED, "This preview token is for a page of another site.")
    return _context_of(context, draft)


def open_page(context: Context, draft: Draft) -> Page:
    """Return the page of a draft that the one who asks may see. From now on its fields are answered in that view."""
    context.perspective = "preview"
    return _context_of(context, draft).draft.page


def _context_of(context: Context, draft: Draft) -> PreviewContext:
    context.previews = context.previews or Previews(context)
    if draft.is_for_editor:
        give_paths(draft.page)
        context.previews.is_for_editor = True
    return PreviewContext(context, draft)


# Links of a draft


def links_of(page: Page) -> dict[type[Model], set[Any]]:
    """Return the keys of the pages above the page and of all objects named in its content, by kind."""
    above = [page.path[:end] for end in range(STEP, len(page.path), STEP)]
    found: dict[type[Model], set[Any]] = defaultdict(set)
    found[Page].update(Page.objects.filter(path__in=above, depth__gt=1).values_list("pk", flat=True))
    for model, key in _named(page):
        found[kind_of(model)].add(key)
    found[Page].discard(page.pk)  # its key names it, too
    return found


def _named(thing: Model) -> Iterator[tuple[type[Model], Any]]:
    field: Any
    for field in thing._meta.get_fields():
        if isinstance(field, ForeignKey) and has_rule(field.related_model) and getattr(thing, field.attname):
            yield field.related_model, getattr(thing, field.attname)
        elif field.many_to_many and not field.auto_created and has_rule(field.related_model):
            for chosen in getattr(thing, field.name).all():
                yield type(chosen), chosen.pk
        elif isinstance(field, StreamField):
            yield from _inside(getattr(thing, field.name))
        elif isinstance(field, RichTextField):
            yield from _in_text(getattr(thing, field.name))
    for relation in get_all_child_relations(thing):
        if (name := relation.get_accessor_name()) != COMMENTS_RELATION_NAME:  # which no reader sees
            for row in getattr(thing, name).all():
                yield from _named(row)


def _inside(stream: Any) -> Iterator[tuple[type[Model], Any]]:
    for value in inside(stream):
        if isinstance(value, RichText):
            yield from _in_text(value)
        else:
            yield type(value), value.pk


def _in_text(text: RichText | str) -> Iterator[tuple[type[Model], Any]]:
    for model, keys in linked_ids(source_of(text)).items():
        for key in keys:
            yield model, key
