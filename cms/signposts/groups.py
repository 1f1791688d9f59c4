"""Whom signposts are for and what they help with, in the words of the programme: records of its editors.

A signpost names them by their keys, their slugs. Two groups and two subjects fit any programme and are always there;
everything else comes from content, so that no programme has the words of another. A record with the key of one of the
four replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.delivery import frame
from cms.pages.conflicts import GuardedTermForm
from cms.pages.models.snippets import Term
from cms.pages.models.translated_texts import TranslatedTextsPanel
from cms.visibility.rule import Visibility

# The keys that the code itself acts on; all others are records of editors. Recognising who may need help knows a few more,
# which a hub may have or not (`search.help.offers`). Groups of people:
DANGER, ANYONE = "danger", "anyone"
# Subjects:
ANY, IMMEDIATE_DANGER = "any", "immediate_danger"


GROUPS = "help groups"
LONGEST_KEY = 30  # of the columns that hold one


class KeyedTerm(Term):
    """A term whose slug other records hold as a key."""

    class Meta(Term.Meta):
        abstract = True

    @classmethod
    def usual(cls) -> Mapping[str, str]:
        """Return the names of those that fit any programme, by key."""
        raise NotImplementedError

    @classmethod
    def choices(cls, held: Iterable[str] = ()) -> list[tuple[str, str]]:
        """Return the keys with their names, as a form offers them, and those that its record holds. One query."""
        own = dict(cls._default_manager.filter(live=True).values_list("slug", "name"))
        found = {**cls.usual(), **own}
        return list({**found, **{key: key for key in held if key and key not in found}}.items())

    @classmethod
    def is_key(cls, key: str) -> bool:
        """Say whether there is a record with the key, public or not. At most one query."""
        return key in cls.usual() or cls._default_manager.filter(slug=key).exists()

    def clean(self):
        super().clean()
        if len(self.slug) > LONGEST_KEY:
            raise ValidationError({"slug": f"Make it {LONGEST_KEY} characters long at most."})
        before = type(self)._default_manager.filter(pk=self.pk).values_list("slug", flat=True).first()
        if before and before != self.slug:
            raise ValidationError(
                {"slug": "Signposts and addresses name it by this, so it can't be changed. Change the name instead."}
            )


class SubjectForm(GuardedTermForm):
    """Offers the hub's subjects in a field for a key, and that of the record although it is no longer public."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"topic", "banner_topic"} & set(self.fields):
            plain = self.fields[name]
            self.fields[name] = forms.ChoiceField(
                choices=[("", "---------"), *HelpSubject.choices([getattr(self.instance, name)])],
                required=plain.required,
                label=plain.label,
                help_text=plain.help_text,
            )


class HelpGroup(KeyedTerm):
    """People whom signposts are for, such as the tenants in a programme about housing."""

    of_today = True

    translated_fields: ClassVar[tuple[str, ...]] = ("name", "heading", "banner")

    heading = models.CharField(
        max_length=120, help_text="Heading of their part of the help page, to the reader, such as “You rent your home”."
    )
    banner = models.CharField(
        "words in the banner",
        max_length=80,
        blank=True,
        help_text="Every page names one number for them after these words, such as “Tenants”. If this is empty, none.",
    )
    banner_topic = models.CharField(
        "kind of help in the banner",
        max_length=LONGEST_KEY,
        blank=True,
        help_text="The number is that of the first service that helps with this.",
    )
    order = models.PositiveSmallIntegerField(default=0, help_text="Position on the help page, lowest first.")

    base_form_class = SubjectForm
    panels = [
        FieldPanel("name"),
        FieldPanel("heading"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("banner"), FieldPanel("banner_topic")])], "Banner of every page"),
        FieldPanel("order"),
        FieldPanel("slug"),
        TranslatedTextsPanel(),
    ]
    graphql_fields: list = []

    class Meta(KeyedTerm.Meta):
        ordering = ["order", "name"]
        verbose_name = "group for signposts"
        verbose_name_plural = "groups for signposts"

    @classmethod
    def usual(cls) -> dict[str, str]:
        return {group.slug: group.name for group in usual_groups()}

    def clean(self):
        super().clean()
        if self.banner_topic and not HelpSubject.is_key(self.banner_topic):
            raise ValidationError({"banner_topic": f"There is no subject of signposts “{self.banner_topic}”."})


class HelpSubject(KeyedTerm):
    """A problem that services help with, such as debt."""

    of_today = True

    translated_fields: ClassVar[tuple[str, ...]] = ("name",)

    panels = [FieldPanel("name"), FieldPanel("slug"), TranslatedTextsPanel()]
    graphql_fields: list = []

    class Meta(KeyedTerm.Meta):
        verbose_name = "subject of signposts"
        verbose_name_plural = "subjects of signposts"

    @classmethod
    def usual(cls) -> dict[str, str]:
        return {ANY: "Anything at all", IMMEDIATE_DANGER: "Danger now"}


def usual_groups() -> list[HelpGroup]:
    """Return the groups that fit any programme; they aren't in the database."""
    return [
        HelpGroup(
            slug=DANGER,
            name="Somebody in danger now",
            heading="You are in danger now, or somebody else is",
            banner="In danger now",
            banner_topic=IMMEDIATE_DANGER,
        ),
        HelpGroup(
            slug=ANYONE,
            name="Anybody",
            heading="Help for everybody",
            banner="For everybody",
        ),
    ]


def groups(visibility: Visibility) -> list[HelpGroup]:
    """Return the groups in the order of the help page: people in danger first. Read with the frame."""
    visibility.asked.add(HelpGroup)  # even if they have already been read
    own = frame.part(visibility, GROUPS)
    replaced = {group.slug: group for group in own}
    usual = usual_groups()
    first = [replaced.get(group.slug, group) for group in usual]
    return first + [group for group in own if group.slug not in {one.slug for one in usual}]


def groups_of_hub(visibility: Visibility) -> models.QuerySet[HelpGroup]:
    """Return the public groups in order, in the form that the frame reads."""
    return visibility.filter(HelpGroup.objects.order_by("order", "name"))
