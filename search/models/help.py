"""Editors' records of how people in trouble write: kinds of trouble with their phrases, voices, families of words,
examples."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import MultiFieldPanel

from cms.base.registry import Registry
from cms.models import Snippet
from cms.signposts.groups import LONGEST_KEY, HelpSubject, SubjectForm


class Speaker(models.TextChoices):
    """The presumed speaker."""

    YOUNG = "young", "Somebody young"
    PARENT = "parent", "A parent or carer"
    WORRIED_ADULT = "worried_adult", "Somebody who is worried about somebody else"
    TRADE = "trade", "Somebody asking for their work: help is one line"
    NOBODY = "nobody", "Nobody in trouble: a song, a recipe, a game"


class Urgency(models.TextChoices):
    """How soon help is needed."""

    NOW = "now", "Now: somebody is in danger"
    SOON = "soon", "Soon: somebody is being harmed"
    TALK = "talk", "Somebody needs to talk"


class HelpPlace(models.TextChoices):
    """The position of help among the results."""

    FIRST = "first", "Above all results"
    LINE = "line", "One line beside the results"


# Functions that return the problems of a record's field, as sentences. `search.help.checks` depends on these models,
# and adds its own.
checks: Registry[Callable[[models.Model, str], list[str]]] = Registry("check of phrases")

PHRASES = "One on each line. Up to three other words may be between two; forms of a word and small words such as "
"“the” make no difference. {family} is any word of a family, “hit/slap” one of the two, “ + ” joins parts that "
"may be anywhere, and after “= ” the phrase must be the whole question."


class WordFamily(Snippet):
    """Equivalent words for phrases, such as all words for a mother."""

    words = models.TextField(
        help_text="Separated by commas or lines, each of one word or several; {other} includes another family."
    )
    set_phrases = models.BooleanField(
        default=False,
        help_text="Whether these are set phrases, such as “power point”: their words then have no other meaning.",
    )

    panels = [
        "name",
        "words",
        "set_phrases",
        "slug",
        "description",
    ]
    graphql_fields: list = []

    class Meta(Snippet.Meta):
        verbose_name = "family of words"
        verbose_name_plural = "families of words"

    def clean(self):
        super().clean()
        _check(self, "words")


class Trouble(Snippet):
    """A kind of trouble: the phrases of people in it, and the sentences with which they are offered help."""

    topic = models.CharField("subject", max_length=LONGEST_KEY, help_text="Determines the signposts.")
    urgency = models.CharField(
        max_length=10, choices=Urgency, help_text="How soon help is needed, unless a phrase indicates danger now."
    )
    sentence_young = models.CharField(
        "sentence to somebody young", max_length=250, help_text="Shown above the signposts. Plain and kind."
    )
    sentence_parent = models.CharField("sentence to a parent", max_length=250)
    sentence_adult = models.CharField("sentence to somebody who is worried about another", max_length=250)
    phrases = models.TextField(blank=True, help_text=PHRASES)
    urgent_phrases = models.TextField(
        "phrases that mean danger now", blank=True, help_text="As above; what comes at once then is first."
    )
    subjects = models.TextField(
        "words of the subject",
        blank=True,
        help_text="As above. Somebody may need help or be asking for their work: help is one line, below the results.",
    )
    order = models.PositiveSmallIntegerField(
        default=0, help_text="Of several that match equally well, the lowest is used."
    )

    panels = [
        "name",
        "topic",
        "urgency",
        MultiFieldPanel(["sentence_young", "sentence_parent", "sentence_adult"], "What it says"),
        MultiFieldPanel(["phrases", "urgent_phrases", "subjects"], "What people type"),
        "order",
        "slug",
    ]
    graphql_fields: list = []
    base_form_class = SubjectForm

    class Meta(Snippet.Meta):
        ordering = ["order", "name"]
        verbose_name = "kind of trouble"
        verbose_name_plural = "kinds of trouble"

    def clean(self):
        super().clean()
        if not (self.phrases.strip() or self.urgent_phrases.strip() or self.subjects.strip()):
            raise ValidationError({"phrases": "Write at least one phrase, here or in one of the two fields below."})
        _check_subject(self)
        _check(self, "phrases", "urgent_phrases", "subjects")


class Voice(Snippet):
    """Phrases that reveal the speaker: of the voices in a text, the first one counts."""

    speaker = models.CharField(max_length=20, choices=Speaker)
    phrases = models.TextField(help_text=PHRASES)
    order = models.PositiveSmallIntegerField(default=0, help_text="Of several voices, the lowest counts.")

    panels = ["name", "speaker", "phrases", "order", "slug"]
    graphql_fields: list = []

    class Meta(Snippet.Meta):
        ordering = ["order", "name"]

    def clean(self):
        super().clean()
        _check(self, "phrases")


class ExampleQuestions(Snippet):
    """Example questions of one speaker in one trouble, or ordinary ones, with which new questions are compared."""

    speaker = models.CharField(
        max_length=20,
        choices=[choice for choice in Speaker.choices if choice[0] != Speaker.TRADE],
        help_text="The speaker. For ordinary questions, choose nobody.",
    )
    topic = models.CharField(
        "subject",
        max_length=LONGEST_KEY,
        blank=True,
        help_text="The trouble; empty for ordinary questions.",
    )
    questions = models.TextField(
        help_text="One on each line, as people type them. Invent or change them: never keep a question from somebody in trouble."
    )

    panels = [
        "name",
        "speaker",
        "topic",
        "questions",
        "slug",
    ]
    graphql_fields: list = []
    base_form_class = SubjectForm

    class Meta(Snippet.Meta):
        verbose_name = "example questions"
        verbose_name_plural = "example questions"

    def clean(self):
        super().clean()
        if not self.questions.strip():
            raise ValidationError({"questions": "Write at least one question."})
        if self.speaker == Speaker.NOBODY and self.topic:
            raise ValidationError({"topic": "Ordinary questions have no trouble. Leave this empty."})
        if self.speaker and self.speaker != Speaker.NOBODY and not self.topic:
            raise ValidationError({"topic": "Choose the trouble that these questions are about."})
        _check_subject(self)


def _check_subject(record: Trouble | ExampleQuestions) -> None:
    """Raise ValidationError for a subject that isn't there."""
    if record.topic and not HelpSubject.is_key(record.topic):
        raise ValidationError(
            {"topic": f"There is no subject of signposts “{record.topic}”. Add it to the terms first."}
        )


def _check(record: models.Model, *fields: str) -> None:
    """Raise ValidationError for what can't be used, at its field."""
    if found := {name: text for check in checks.values() for name in fields if (text := check(record, name))}:
        raise ValidationError(found)
