"""What is counted and typed in, and where readers come from."""

from django.db.models import TextChoices


class CountKind(TextChoices):
    """What is counted."""

    PAGE = "page", "Pages"
    DOCUMENT = "document", "Documents"
    FEED = "feed", "Feeds and calendars"
    UPDATE = "update", "Visits from the newsletter"
    SURVEY = "survey", "Survey answers"


class ReferringKind(TextChoices):
    """From where somebody came to a page: a kind, never an address."""

    INSIDE = "inside", "Another page here"
    SEARCH = "search", "A search engine"
    SOCIAL = "social", "Social media"
    GOVERNMENT = "government", "A site of government"
    NEWSLETTER = "newsletter", "The regular update"
    ELSEWHERE = "elsewhere", "Another site"
    DIRECT = "direct", "Typed, bookmarked or not known"


class FigureKind(TextChoices):
    """What is counted of a post, or of an event, a meeting or an engagement."""

    REACH = "reach", "People reached"
    REACTIONS = "reactions", "Reactions"
    COMMENTS = "comments", "Comments"
    SHARES = "shares", "Shares"
    CLICKS = "clicks", "Clicks on its link"
    ATTENDED = "attended", "People who came"
    REGISTERED = "registered", "People who registered"
    OTHER = "other", "Something else"
