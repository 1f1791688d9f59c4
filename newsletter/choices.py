"""The words for kinds and states. What each means, and which words to avoid, is in `newsletter/CONTEXT.md`."""

from django.db import models


class Audience(models.TextChoices):
    """Whom a list is for, and so which edition of an issue its subscribers get."""

    INTERNAL = "internal", "Internal"
    EXTERNAL = "external", "External"


class OnUncertain(models.TextChoices):
    """What is done when nobody can know whether a message arrived."""

    HOLD = "hold", "Hold it and ask an editor"
    SEND_AGAIN = "send_again", "Send it again; some may get it twice"


class SubscriptionState(models.TextChoices):
    """How far a subscription is."""

    PENDING = "pending", "Waiting for confirmation"
    ACTIVE = "active", "Active"
    ENDED = "ended", "Ended"


class EndedReason(models.TextChoices):
    """Why a subscription ended."""

    LEFT = "left", "Left"
    NOT_CONFIRMED = "not_confirmed", "Never confirmed"
    BOUNCED = "bounced", "The address doesn't take mail"
    COMPLAINED = "complained", "Reported a message as spam"
    ERASED = "erased", "Asked to be erased"
    REMOVED = "removed", "Removed by an editor"


class Source(models.TextChoices):
    """By which way a subscription or a decision about it came."""

    FORM = "form", "Form on the site"
    API = "api", "GraphQL"
    LINK = "link", "Link in a message"
    ONE_CLICK = "one_click", "Unsubscribe button of a mail program"
    PREFERENCES = "preferences", "Preference page"
    IMPORT = "import", "Import"
    EDITOR = "editor", "Editor"
    GROUP = "group", "Membership of a group"
    PROVIDER = "provider", "Mail provider"
    SYSTEM = "system", "The hub itself"


class ConsentKind(models.TextChoices):
    """What somebody decided, or what was decided for them."""

    ASKED = "asked", "Asked to join"
    CONFIRMED = "confirmed", "Confirmed"
    IMPORTED = "imported", "Imported with evidence"
    CHANGED = "changed", "Changed interests"
    ENDED = "ended", "Ended"
    EXPORTED = "exported", "Took a copy of their data"


class SuppressionReason(models.TextChoices):
    """Why an address gets nothing any more, whoever asks for it."""

    BOUNCED = "bounced", "The address doesn't take mail"
    COMPLAINED = "complained", "Reported a message as spam"
    ERASED = "erased", "Asked to be erased"


class LetterKind(models.TextChoices):
    """A message to one person that is no issue."""

    CONFIRM = "confirm", "Asks to confirm"
    ALREADY = "already", "Says that the address is subscribed already"
    PREFERENCES = "preferences", "Brings the link to the preference page"


class SendState(models.TextChoices):
    """How far a send is. “Sent” is no state: what is known is that a provider accepted."""

    SCHEDULED = "scheduled", "Scheduled"
    PREPARING = "preparing", "Preparing"
    PREPARED = "prepared", "Prepared"
    SENDING = "sending", "Sending"
    PAUSED = "paused", "Paused"
    HELD = "held", "Held until somebody decides"
    FINISHED = "finished", "Finished"
    FINISHED_UNCERTAIN = "uncertain", "Finished, with recipients uncertain"
    CANCELLED = "cancelled", "Cancelled"
    FAILED = "failed", "Failed"
    FAILED_VERIFICATION = "unverified", "Finished, but the counts don't agree"


class RecipientState(models.TextChoices):
    """How far one recipient of a send is."""

    PENDING = "pending", "Waiting"
    CLAIMED = "claimed", "With a worker, nothing handed over"
    SUBMITTING = "submitting", "Being handed over"
    ACCEPTED = "accepted", "Accepted by the provider"
    REFUSED = "refused", "Refused"
    RETRY = "retry", "To be tried again"
    SKIPPED = "skipped", "Skipped"
    UNCERTAIN = "uncertain", "Not known whether it arrived"


class ExclusionReason(models.TextChoices):
    """Why a subscription of a chosen list gets no message from a send."""

    SUPPRESSED = "suppressed", "Address is suppressed"
    UNDELIVERABLE = "undeliverable", "Address doesn't take mail"
    NOT_ALLOWED = "not_allowed", "Address isn't allowed on this internal list"
    NOT_INTERESTED = "not_interested", "Interested in other work streams"
    HAS_IT = "has_it", "Has this issue from an earlier send"
    DUPLICATE = "duplicate", "Gets it through another list"


class Outcome(models.TextChoices):
    """What came of one attempt to hand a message over."""

    ACCEPTED = "accepted", "Accepted by the provider"
    REFUSED = "refused", "Refused for good"
    TEMPORARY = "temporary", "Surely not sent; may be tried again"
    UNKNOWN = "unknown", "Not known whether it was taken"


class DeliveryKind(models.TextChoices):
    """What a provider tells of a message later."""

    DELIVERED = "delivered", "Delivered"
    SOFT_BOUNCE = "soft_bounce", "Not delivered for now"
    HARD_BOUNCE = "hard_bounce", "Address doesn't take mail"
    COMPLAINT = "complaint", "Reported as spam"
