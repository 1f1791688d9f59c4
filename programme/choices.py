"""Choices for fields. Files and addresses use the stored value; the label is for people.

Labels that pages in other languages show are in `gettext_noop`, by which the hub's catalogues have them.
"""

from django.db import models
from django.utils.translation import gettext_noop as _

from cms.base.choices import StatusCategory
from cms.base.local_texts import worded_label
from cms.vocabularies.vocabulary import ChoiceVocabulary


class Origin(models.TextChoices):
    """How a work stream came into the programme."""

    CONTINUED = "continued", "Continued from earlier work"
    STARTED = "started", "Started by the programme"
    REVIEW = "review", "The review itself"


class StreamState(models.TextChoices):
    """The state of a work stream."""

    ACTIVE = "active", _("Active")
    COMPLETE = "complete", _("Complete")
    ARCHIVED = "archived", _("Archived")


class CommitmentKind(models.TextChoices):
    """What was promised."""

    RECOMMENDATION = "recommendation", worded_label(_("Recommendation"))
    ACTION = "action", worded_label(_("Action"))


class TextStatus(models.TextChoices):
    """How much of a commitment's wording is on the hub."""

    HELD = "held", "Held"
    PARTLY_HELD = "partly_held", "Partly held"
    NOT_HELD = "not_held", "Not held"


class ProgressStatus(models.TextChoices):
    """The status of a commitment."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    COMPLETE = "complete", _("Complete")
    CHANGED = "changed", _("Changed")
    STOPPED = "stopped", _("Stopped")

    @property
    def category(self) -> StatusCategory:
        """Return the meaning of the status, which no programme changes."""
        return CATEGORIES.get(self, StatusCategory.OPEN)


CATEGORIES = {
    ProgressStatus.COMPLETE: StatusCategory.DONE,
    ProgressStatus.CHANGED: StatusCategory.CHANGED,
    ProgressStatus.STOPPED: StatusCategory.STOPPED,
}
# For a commitment without an entry, which has no status: the value in files and addresses, and the label.
NOT_RECORDED = "not_recorded"
NO_UPDATE = _("No update recorded")
# The default statuses of a commitment, and the value for none.
STATUSES_OR_NONE = {**dict(ProgressStatus.choices), NOT_RECORDED: NO_UPDATE}


class DutyKind(models.TextChoices):
    """A person's part in a work stream, a policy area or the programme."""

    LEADS = "leads", _("Leads")
    TEAM_LEADER = "team_leader", _("Team leader")
    POLICY_LEAD = "policy_lead", _("Policy lead")
    ADVISER = "adviser", _("Adviser")
    SUPPORT = "support", _("Support")
    COMMUNICATIONS = "communications", _("Communications")
    # For people whose source gives only the subject they work on.
    WORKS_ON = "works_on", _("Works on")


LEADING_DUTIES = (DutyKind.LEADS, DutyKind.POLICY_LEAD)


class NewsKind(models.TextChoices):
    """What sort of news an item is."""

    UPDATE = "update", _("Blog round-up")
    ANNOUNCEMENT = "announcement", _("Announcement")
    REPORT = "report", _("Report published")
    CONSULTATION = "consultation", _("Consultation")
    CAMPAIGN = "campaign", _("Campaign")


class PublicationKind(models.TextChoices):
    """The type of a publication."""

    REPORT = "report", _("Report")
    STRATEGY = "strategy", _("Strategy")
    GUIDANCE = "guidance", _("Guidance")
    PLAN = "plan", _("Action plan")
    RESEARCH = "research", _("Research")


class OutsideKind(models.TextChoices):
    """The type of a record of others."""

    POLICY = "policy", _("Policy")
    LEGISLATION = "legislation", _("Legislation")
    PUBLICATION = "publication", _("Publication")
    WEBSITE = "website", _("Website")


class ContactKind(models.TextChoices):
    """What a contact point is for."""

    TEAM = "team", _("Team")
    PRESS = "press", _("Press")
    DOCUMENT = "document", _("One document or event")
    OTHER = "other", _("Other")


class CountedThing(models.TextChoices):
    """Things that documents state a number of."""

    RECOMMENDATIONS = "recommendations", worded_label("Recommendations")
    ACTIONS = "actions", worded_label("Actions")
    OTHER_STREAMS = "other_streams", worded_label("Work streams beside the review")


class RecordState(models.TextChoices):
    """Whether the programme's record is kept up to date."""

    CURRENT = "current", "Kept up to date"
    ARCHIVE = "archive", "An archive, no longer kept up to date"


class MeetingState(models.TextChoices):
    """The state of a meeting and its minutes."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held, minutes to follow"
    MINUTES_DRAFT = "minutes_draft", "Minutes in draft"
    AGREED = "agreed", "Minutes agreed"


class AttendanceKind(models.TextChoices):
    """The capacity in which somebody attended a meeting, or that they sent apologies."""

    CHAIR = "chair", "Chair"
    MEMBER = "member", "Member"
    DEPUTY = "deputy", "For a member"
    OTHER = "other", "Other"
    SECRETARIAT = "secretariat", "Secretariat"
    APOLOGY = "apology", "Sent apologies"


class ActionState(models.TextChoices):
    """The state of an action agreed at a meeting."""

    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class EventKind(models.TextChoices):
    """The audience of an event, in the strategy's words."""

    LEADERSHIP = "leadership", _("Leadership event")
    PRACTITIONER = "practitioner", _("Practitioner event")
    CONSULTATION = "consultation", _("Consultation event")
    OTHER = "other", _("Other event")


# A programme may have its own entries of these vocabularies. The choices above are the defaults.

ORIGINS = ChoiceVocabulary("origins", worded_label("Origins of work streams"), Origin)
COMMITMENT_KINDS = ChoiceVocabulary(
    "commitment-kinds",
    worded_label("Kinds of commitment"),
    CommitmentKind,
    plurals={
        CommitmentKind.RECOMMENDATION: worded_label("Recommendations"),
        CommitmentKind.ACTION: worded_label("Actions"),
    },
)
STATUSES = ChoiceVocabulary(
    "statuses",
    worded_label("Statuses of commitments"),
    ProgressStatus,
    looks={
        ProgressStatus.NOT_STARTED: ("grey", "dots"),
        ProgressStatus.IN_PROGRESS: ("blue", "stripes"),
        ProgressStatus.COMPLETE: ("green", "plain"),
        ProgressStatus.CHANGED: ("purple", "grid"),
        ProgressStatus.STOPPED: ("red", "lines"),
    },
    reserved=(NOT_RECORDED,),
)
# The hub finds the leads by their duties, and fills in who is expected at a meeting.
DUTY_KINDS = ChoiceVocabulary("duty-kinds", "Duties", DutyKind, kept=LEADING_DUTIES)
NEWS_KINDS = ChoiceVocabulary("news-kinds", "Kinds of news", NewsKind)
PUBLICATION_KINDS = ChoiceVocabulary("publication-kinds", "Kinds of publication", PublicationKind)
EVENT_KINDS = ChoiceVocabulary("event-kinds", "Kinds of event", EventKind)
ATTENDANCE_KINDS = ChoiceVocabulary(
    "attendance-kinds",
    "Parts in a meeting",
    AttendanceKind,
    kept=(AttendanceKind.CHAIR, AttendanceKind.MEMBER, AttendanceKind.DEPUTY, AttendanceKind.APOLOGY),
)


def statuses_or_none() -> dict[str, str]:
    """Return the labels of the programme's statuses by key, and last that of a commitment without one."""
    return {**dict(STATUSES.choices), NOT_RECORDED: NO_UPDATE}
