"""Who may do what with lists and people in the admin."""

from cms.roles import PROGRAMME_LEADS, register_rights
from newsletter.models import Letter, MailingList, Subscriber, Subscription, Suppression


def register_newsletter_rights() -> None:
    """Give programme leads lists, people and imports: addresses are personal data, so nobody else sees them."""
    register_rights(PROGRAMME_LEADS, MailingList, ("add", "change", "view"))
    register_rights(PROGRAMME_LEADS, Subscriber, ("view", "change", "delete"))
    register_rights(PROGRAMME_LEADS, Subscription, ("view", "add"))
    register_rights(PROGRAMME_LEADS, Suppression, ("view", "delete"))
    register_rights(PROGRAMME_LEADS, Letter, ("view",))
