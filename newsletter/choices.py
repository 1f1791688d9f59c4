"""Choices for kinds and states. Their meanings, and words to avoid, are in `newsletter/CONTEXT.md`."""

from django.db import models

from cms.base.local_texts import worded_label


class EditionAudience(models.TextChoices):
    """The readers that a list is for, which decides the edition of an issue that its subscribers get."""

    INTERNAL = "internal", "Internal"
    EXTERNAL = "external", "External"


class OnUncertain(models.TextChoices):
    """The action for a message that may or may not have arrived."""

    HOLD = "hold", "Hold it and ask an editor"
    SEND_AGAIN = "send_again", "Send it again; some may get it twice"


class SubscriptionState(models.TextChoices):
    """The state of a subscription."""

    PENDING = "pending", "Waiting for confirmation"
    ACTIVE = "active", "Active"
    ENDED = "ended", "Ended"


class EndedReason(models.TextChoices):
    """Why a subscription ended."""

    LEFT = "left", "Unsubscribed"
    NOT_CONFIRMED = "not_confirmed", "Never confirmed"
    BOUNCED = "bounced", "The address doesn't take mail"
    COMPLAINED = "complained", "Reported a message as spam"
    ERASED = "erased", "Asked to be erased"
    REMOVED = "removed", "Removed by an editor"
    PROGRAMME_ENDED = "programme_ended", "The programme has ended"


class Source(models.TextChoices):
    """The source of a subscription or of a decision about it."""

    FORM = "form", "Form on the site"
    API = "api", "GraphQL"
    LINK = "link", "Link in a message"
    ONE_CLICK = "one_click", "Unsubscribe button of a mail program"
    PREFERENCES = "preferences", "Preference page"
    IMPORT = "import", "Import"
    EDITOR = "editor", "Editor"
    GROUP = "group", worded_label("Membership of a group")
    PROVIDER = "provider", "Mail provider"
    SYSTEM = "system", "The hub itself"


class ConsentKind(models.TextChoices):
    """A decision by a subscriber or on their behalf."""

    ASKED = "asked", "Asked to join"
    CONFIRMED = "confirmed", "Confirmed"
    IMPORTED = "imported", "Imported with evidence"
    CHANGED = "changed", "Changed interests"
    ENDED = "ended", "Ended"
    EXPORTED = "exported", "Downloaded their data"


class SuppressionReason(models.TextChoices):
    """Why an address gets no more messages, regardless of who asks."""

    BOUNCED = "bounced", "The address doesn't take mail"
    COMPLAINED = "complained", "Reported a message as spam"
    ERASED = "erased", "Asked to be erased"


class FollowingFrequency(models.TextChoices):
    """When somebody who follows a page gets an e-mail about it."""

    AT_ONCE = "at_once", "As soon as something changes"
    WITH_UPDATE = "with_update", worded_label("With each regular update")


class LetterKind(models.TextChoices):
    """A message to one person that isn't an issue."""

    CONFIRM = "confirm", "Asks to confirm"
    ALREADY = "already", "Says that the address is already subscribed"
    PREFERENCES = "preferences", "Has the link to the preferences page"
    LAST = "last", "Says that the programme and its lists have ended"
    FOLLOWING = "following", "Says what changed on a page that they follow"


class SendState(models.TextChoices):
    """The state of a send. “Sent” means that a mail server or provider took the messages; more the hub doesn't know."""

    SCHEDULED = "scheduled", "Scheduled"
    PREPARING = "preparing", "About to be sent"
    PREPARED = "prepared", "Ready to be sent"
    SENDING = "sending", "Sending"
    PAUSED = "paused", "Paused"
    HELD = "held", "Held until somebody decides"
    FINISHED = "finished", "Sent"
    FINISHED_UNCERTAIN = "uncertain", "Sent, with recipients uncertain"
    CANCELLED = "cancelled", "Cancelled"
    FAILED = "failed", "Failed"
    FAILED_VERIFICATION = "unverified", "Sent, but the counts don't agree"


class RecipientState(models.TextChoices):
    """The state of one recipient of a send."""

    PENDING = "pending", "Waiting"
    CLAIMED = "claimed", "Next in line"
    SUBMITTING = "submitting", "Being sent"
    ACCEPTED = "accepted", "Sent"
    REFUSED = "refused", "Refused"
    RETRY = "retry", "To be tried again"
    SKIPPED = "skipped", "Not sent: left, suppressed or cancelled meanwhile"
    UNCERTAIN = "uncertain", "Not known whether it arrived"


class ExclusionReason(models.TextChoices):
    """Why a subscription of a chosen list gets no message from a send."""

    SUPPRESSED = "suppressed", "Address is suppressed"
    UNDELIVERABLE = "undeliverable", "Address doesn't take mail"
    NOT_ALLOWED = "not_allowed", "Address isn't allowed on this internal list"
    NOT_INTERESTED = "not_interested", worded_label("Interested in other work streams or audiences")
    HAS_IT = "has_it", "Got this issue from an earlier send"
    DUPLICATE = "duplicate", "Gets it through another list"


class HandoverOutcome(models.TextChoices):
    """The outcome of one attempt to hand over a message."""

    ACCEPTED = "accepted", "Accepted by the provider"
    REFUSED = "refused", "Refused permanently"
    TEMPORARY = "temporary", "Not sent; may be tried again"
    UNKNOWN = "unknown", "Not known whether it was accepted"


class DeliveryKind(models.TextChoices):
    """An event that a provider reports later."""

    DELIVERED = "delivered", "Delivered"
    SOFT_BOUNCE = "soft_bounce", "Bounced for now"
    HARD_BOUNCE = "hard_bounce", "Bounced: the address doesn't take mail"
    COMPLAINT = "complaint", "Reported as spam"
