"""The values that fields choose from. The stored value is what files and addresses use; the label is for people."""

from django.db import models


class Origin(models.TextChoices):
    """How a work stream came into the programme."""

    CONTINUED = "continued", "Continued from earlier work"
    STARTED = "started", "Started by the programme"
    REVIEW = "review", "The review itself"


class StreamState(models.TextChoices):
    """Whether a work stream is at work."""

    ACTIVE = "active", "Active"
    COMPLETE = "complete", "Complete"
    ARCHIVED = "archived", "Archived"


class CommitmentKind(models.TextChoices):
    """What was promised."""

    RECOMMENDATION = "recommendation", "Recommendation"
    ACTION = "action", "Action"


class TextStatus(models.TextChoices):
    """How much of a commitment's wording is held."""

    HELD = "held", "Held"
    PARTLY_HELD = "partly_held", "Partly held"
    NOT_HELD = "not_held", "Not held"


class ProgressStatus(models.TextChoices):
    """How far a commitment is."""

    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETE = "complete", "Complete"
    CHANGED = "changed", "Changed"
    STOPPED = "stopped", "Stopped"


# A commitment without an entry has no status: its value in files and addresses, and its words for people.
NOT_RECORDED = "not_recorded"
NO_UPDATE = "No update recorded"
# The statuses of a commitment, and the case that it has none.
STATUSES_OR_NONE = {**dict(ProgressStatus.choices), NOT_RECORDED: NO_UPDATE}


class DutyKind(models.TextChoices):
    """What somebody does for a work stream, a policy area or the programme."""

    LEADS = "leads", "Leads"
    TEAM_LEADER = "team_leader", "Team leader"
    POLICY_LEAD = "policy_lead", "Policy lead"
    ADVISER = "adviser", "Adviser"
    SUPPORT = "support", "Support"
    COMMUNICATIONS = "communications", "Communications"
    # For people of whom a source gives only the subject that they work on.
    WORKS_ON = "works_on", "Works on"


LEADING_DUTIES = (DutyKind.LEADS, DutyKind.POLICY_LEAD)


class NewsKind(models.TextChoices):
    """What sort of news an item is."""

    UPDATE = "update", "Blog round-up"
    ANNOUNCEMENT = "announcement", "Announcement"
    REPORT = "report", "Report published"
    CONSULTATION = "consultation", "Consultation"
    CAMPAIGN = "campaign", "Campaign"


class PublicationKind(models.TextChoices):
    """What sort of text a publication is."""

    REPORT = "report", "Report"
    STRATEGY = "strategy", "Strategy"
    GUIDANCE = "guidance", "Guidance"
    PLAN = "plan", "Action plan"
    RESEARCH = "research", "Research"


class CountedThing(models.TextChoices):
    """What a document states a number of."""

    RECOMMENDATIONS = "recommendations", "Recommendations"
    ACTIONS = "actions", "Actions"
    OTHER_STREAMS = "other_streams", "Work streams beside the review"


class RecordState(models.TextChoices):
    """Whether the programme's record is still kept."""

    CURRENT = "current", "Kept up to date"
    ARCHIVE = "archive", "An archive, no longer kept up to date"


class MeetingState(models.TextChoices):
    """How far a meeting and its minutes are."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held, minutes to follow"
    MINUTES_DRAFT = "minutes_draft", "Minutes in draft"
    AGREED = "agreed", "Minutes agreed"


class AttendanceKind(models.TextChoices):
    """In what part somebody came to a meeting, or that they sent apologies."""

    CHAIR = "chair", "Chair"
    MEMBER = "member", "Member"
    DEPUTY = "deputy", "For a member"
    OTHER = "other", "Other"
    SECRETARIAT = "secretariat", "Secretariat"
    APOLOGY = "apology", "Sent apologies"


class ActionState(models.TextChoices):
    """How far an action agreed in a meeting is."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


class EventKind(models.TextChoices):
    """For whom an event is, in the strategy's words."""

    LEADERSHIP = "leadership", "Leadership event"
    PRACTITIONER = "practitioner", "Practitioner event"
    CONSULTATION = "consultation", "Consultation event"
    OTHER = "other", "Other event"
