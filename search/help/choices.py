"""The speaker, the urgency and the position of help."""

from django.db import models


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
