"""The words for answers and states of feedback."""

from django.db import models


class Useful(models.TextChoices):
    """What somebody answered to “Was this page useful?”"""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class FeedbackState(models.TextChoices):
    """How far the team is with a piece of feedback."""

    NEW = "new", "New"
    READ = "read", "Read"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"


class FeedbackWay(models.TextChoices):
    """By which way it came."""

    FORM = "form", "Form on this site"
    API = "api", "Frontend"


SETTLED = (FeedbackState.ANSWERED, FeedbackState.CLOSED)
