"""What a programme calls its work streams, recommendations, actions, groups and updates."""

from __future__ import annotations

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms.base.own_words import OwnWord, OwnWords, article_of, things
from cms.pages.conflicts import GuardedForm
from programme.things import ACTION, COMMITMENT, RECOMMENDATION

# A word is put into sentences, in HTML and in plain text.
A_WORD = RegexValidator(
    r"^[^\W\d_](?:[\w ’'-]*\w)?$", "Letters, figures, spaces, hyphens and apostrophes only, and a letter first."
)
# Of these, a programme may call the one as it calls another.
PAIRS = ({COMMITMENT, RECOMMENDATION}, {COMMITMENT, ACTION})
PARTS = ("singular", "plural", "article")


class Article(models.TextChoices):
    """The article before a word."""

    A = "a", "a"
    AN = "an", "an"


def _text(label: str) -> models.CharField:
    return models.CharField(label, max_length=40, blank=True, default="", validators=[A_WORD])


def _article() -> models.CharField:
    return models.CharField("a or an", max_length=2, blank=True, default="", choices=Article)


def _row(name: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(f"{name}_{part}") for part in PARTS])


@register_setting(icon="openquote")
class ProgrammeWords(BaseSiteSetting):
    """The programme's own words for things that every programme has. An empty word is the product's."""

    work_stream_singular = _text("one work stream")
    work_stream_plural = _text("several work streams")
    work_stream_article = _article()
    recommendation_singular = _text("one recommendation")
    recommendation_plural = _text("several recommendations")
    recommendation_article = _article()
    action_singular = _text("one action")
    action_plural = _text("several actions")
    action_article = _article()
    commitment_singular = _text("one commitment")
    commitment_plural = _text("several commitments")
    commitment_article = _article()
    group_singular = _text("one group")
    group_plural = _text("several groups")
    group_article = _article()
    key_message_singular = _text("one key message")
    key_message_plural = _text("several key messages")
    key_message_article = _article()
    update_singular = _text("one update")
    update_plural = _text("several updates")
    update_article = _article()

    base_form_class = GuardedForm
    panels = [
        HelpPanel(
            "<p>What your programme calls things. Give each word as you write it in the middle of a sentence, in small letters "
            "if it isn't a name. Leave empty what you call the same.</p>"
            "<p>Your words are used wherever this hub speaks: on the public site, here, in e-mails, feeds and "
            "spreadsheets. Pages, addresses and what you wrote yourselves stay as they are. Pages in another language "
            "keep the words of their translation.</p>"
        ),
        *(MultiFieldPanel([_row(name)], thing.singular.capitalize()) for name, thing in things.items()),
    ]
    # The form says what each word stands for: in the product's own.
    labels_as_written = True
    # The API has them as a field of the programme.

    class Meta:
        verbose_name = "Words"

    def clean(self):
        super().clean()
        problems = self._halves() | self._doubles()
        if problems:
            raise ValidationError(problems)

    def _halves(self) -> dict[str, str]:
        problems = {}
        for name in things:
            one, several = (getattr(self, f"{name}_{part}") for part in PARTS[:2])
            if several and not one:
                problems[f"{name}_singular"] = f"Say what one of your {several} is called."
            elif one and not several:
                problems[f"{name}_plural"] = f"Say what several are called: two of “{one}”."
        return problems

    def _doubles(self) -> dict[str, str]:
        """Return a problem for each word that stands for two things, given or as the product says it."""
        problems: dict[str, str] = {}
        for part in ("singular", "plural"):
            said = defaultdict(list)
            for name, thing in things.items():
                said[(getattr(self, f"{name}_{part}") or getattr(thing, part)).lower()].append(name)
            for word, names in said.items():
                if len(names) == 1 or set(names) in PAIRS:
                    continue
                for name in names:
                    others = " and ".join(things[other].singular for other in names if other != name)
                    if getattr(self, f"{name}_{part}"):
                        problems[f"{name}_{part}"] = f"“{word}” already stands for: {others}. Choose another word."
        return problems

    @property
    def own_words(self) -> OwnWords:
        """The words as sentences need them."""
        return words_in({field: getattr(self, field) for field in WORD_FIELDS})


WORD_FIELDS = [f"{name}_{part}" for name in things for part in PARTS]


def words_in(values: dict[str, str]) -> OwnWords:
    """Return the words of a record's values, by the names of its fields."""
    own = [(name, *(values[f"{name}_{part}"] for part in PARTS)) for name in things]
    return OwnWords(
        tuple(OwnWord(name, one, several, article or article_of(one)) for name, one, several, article in own if one)
    )
