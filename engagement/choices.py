"""Choices of feedback, engagements, social posts, owners' reports and the plan."""

from django.db import models

from cms.base.local_texts import worded_label
from cms.vocabularies.vocabulary import ChoiceVocabulary


class Useful(models.TextChoices):
    """An answer to “Was this page useful?”"""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class FeedbackState(models.TextChoices):
    """The state of a piece of feedback."""

    NEW = "new", "New"
    READ = "read", "Read"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"


class FeedbackWay(models.TextChoices):
    """The channel through which it came."""

    FORM = "form", "Form on this site"
    API = "api", "Frontend"


SETTLED = (FeedbackState.ANSWERED, FeedbackState.CLOSED)


class ClosingReason(models.TextChoices):
    """Why a piece of feedback was closed without an answer."""

    DONE = "done", "Dealt with; no answer needed"
    PASSED_ON = "passed_on", "Passed on to somebody else"
    NO_ADDRESS = "no_address", "There is no address to answer to"
    TWICE = "twice", "Said before"
    NOT_OURS = "not_ours", "Not about this programme"
    JUNK = "junk", "Junk"


class AnswerState(models.TextChoices):
    """The outcome of an answer by e-mail."""

    SENDING = "sending", "Not known whether it was sent"
    SENT = "sent", "Handed over to the mail server"
    FAILED = "failed", "Not sent"


class Sector(models.TextChoices):
    """The kind of an organisation."""

    CENTRAL = "central", "Government and its agencies"
    LOCAL = "local", "Local authorities"
    HEALTH = "health", "Health"
    JUSTICE = "justice", "Justice"
    EDUCATION = "education", "Education"
    THIRD = "third", "Third sector"
    ACADEMIC = "academic", "Universities and research"
    PROFESSIONAL = "professional", "Professional bodies and regulators"
    FAMILIES = "families", "Families and the public"
    OTHER = "other", "Other"


class StakeholderLevel(models.TextChoices):
    """How great an organisation's interest in the programme is, or its influence on it."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class EngagementKind(models.TextChoices):
    """The kind of contact between the team and an organisation."""

    MEETING = "meeting", "Meeting"
    EVENT = "event", "Event"
    CONSULTATION = "consultation", "Consultation"
    EMAIL = "email", "E-mail"
    CALL = "call", "Call"


ENGAGEMENT_KINDS = ChoiceVocabulary("engagement-kinds", "Kinds of contact with organisations", EngagementKind)


class ConsentWay(models.TextChoices):
    """How a contact agreed to be kept and written to."""

    EMAIL = "email", "By e-mail"
    FORM = "form", "On a form"
    SPOKEN = "spoken", "In conversation"
    CALL = "call", "On the telephone"


class PostState(models.TextChoices):
    """The state of a social post."""

    DRAFT = "draft", "Draft"
    READY = "ready", "Ready to post"
    POSTED = "posted", "Posted"


class PostCheck(models.TextChoices):
    """The checks before a post is ready."""

    PLAIN = "plain", "Plain words, no unexplained abbreviations"
    PRIVATE = "private", "Nothing that identifies a person who hasn't agreed"
    LINK = "link", "The link opens the right page"
    ALT = "alt", "The image has alternative text that says what it shows"
    ACCOUNT = "account", "It goes out from the right account"


class OwnerReportReason(models.TextChoices):
    """Why an owner is asked for a report."""

    DUE = "due", "Due date"
    PERIOD = "period", "Regular report"
    BY_HAND = "by_hand", "Asked by the team"


class OwnerReportState(models.TextChoices):
    """How far an owner's report is."""

    ASKED = "asked", "Asked"
    ANSWERED = "answered", "Answered, to be decided on"
    RETURNED = "returned", "Returned to the owner"
    APPROVED = "approved", "Approved"
    CLOSED = "closed", "Closed without an entry"


class ReportPeriod(models.IntegerChoices):
    """How many months a regular report is about."""

    MONTH = 1, "Every month"
    TWO_MONTHS = 2, "Every two months"
    QUARTER = 3, "Every three months"
    HALF_YEAR = 6, "Twice a year"
    YEAR = 12, "Once a year"


class PlanKind(models.TextChoices):
    """What an item of the plan is to become."""

    NEWS = "news", "News"
    PUBLICATION = "publication", "Publication"
    EVENT = "event", "Event"
    KEY_MESSAGE = "key-message", worded_label("Key message")
    ISSUE = "issue", worded_label("Issue of the update")
    POST = "post", "Social post"
    ENGAGEMENT = "engagement", "Engagement"
    OTHER = "other", "Other"


class PlanChannel(models.TextChoices):
    """The channel by which an item of the plan reaches people."""

    WEBSITE = "website", "Website"
    UPDATE = "update", worded_label("Update by e-mail")
    SOCIAL = "social", "Social media"
    EVENT = "event", "Event"
    MEETING = "meeting", "Meeting"
    PRESS = "press", "Press"
    OTHER = "other", "Other"


class PlanState(models.TextChoices):
    """How far an item of the plan is."""

    PLANNED = "planned", "Planned"
    IN_PROGRESS = "in_progress", "In progress"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


class RegistrationStage(models.TextChoices):
    """Whether people can register for an event."""

    NOT_YET = "not_yet", "Registration hasn't opened yet"
    OPEN = "open", "People can register"
    FULL = "full", "All places are taken"
    CLOSED = "closed", "Registration has closed, or the event has begun"


class RegistrantState(models.TextChoices):
    """Whether somebody is registered for an event."""

    ASKED = "asked", "Not confirmed"
    CONFIRMED = "confirmed", "Registered"
    CANCELLED = "cancelled", "Cancelled"


class RegistrationLetterKind(models.TextChoices):
    """Why somebody who registered for an event gets a mail."""

    CONFIRM = "confirm", "Asks to confirm"
    ALREADY = "already", "Says that the address is registered already"
    CONFIRMED = "confirmed", "Says that they are registered"
    CANCELLED = "cancelled", "Says that the registration is cancelled"
    REMINDER = "reminder", "Reminds of the event"
    NOTICE = "notice", "Written by the team"


class PostingState(models.TextChoices):
    """How far the hub has come with posting a post."""

    POSTING = "posting", "Being posted"
    AGAIN = "again", "To be tried again"
    POSTED = "posted", "Posted"
    UNCERTAIN = "uncertain", "Not known whether it was posted"
    FAILED = "failed", "Not posted"


# While one of these stands, nobody posts it: the hub posts nothing twice.
STANDS_IN_THE_WAY = (PostingState.POSTING, PostingState.AGAIN, PostingState.POSTED, PostingState.UNCERTAIN)
