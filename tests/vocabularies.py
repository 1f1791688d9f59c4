"""Kinds and statuses of a programme's own."""

from wagtail.models import Site

from cms.models import ProgrammeVocabularies, VocabularyRow

# An invented programme of energy: a third kind with numbers of its own, and a further status.
KINDS = [
    {"key": "recommendation", "label": "Pledge", "plural": "Pledges"},
    {"key": "action", "label": "Action", "plural": "Actions", "offered": False},
    {"key": "milestone", "label": "Milestone", "plural": "Milestones"},
]
STATUSES = [
    {"key": "not_started", "label": "Not begun", "category": "open", "colour": "grey", "pattern": "dots"},
    {"key": "in_progress", "label": "In progress", "category": "open", "colour": "blue", "pattern": "stripes"},
    {"key": "delayed", "label": "Delayed", "category": "open", "colour": "orange", "pattern": "falling"},
    {"key": "complete", "label": "Met", "category": "done", "colour": "teal", "pattern": "plain"},
    {"key": "built", "label": "Built", "category": "done", "colour": "green", "pattern": "rings"},
]


def give(vocabulary: str, entries: list[dict], site: Site | None = None) -> None:
    """Make these the entries of a site's programme, of the default site's if none is given."""
    setting = ProgrammeVocabularies.for_site(site or Site.objects.get(is_default_site=True))
    VocabularyRow.objects.filter(setting=setting, vocabulary=vocabulary).delete()
    for place, entry in enumerate(entries):
        VocabularyRow.objects.create(setting=setting, vocabulary=vocabulary, sort_order=place, **entry)


def unsaved(vocabulary: str, entries: list[dict]) -> ProgrammeVocabularies:
    """Return the default site's setting with these entries, for checking."""
    setting = ProgrammeVocabularies(site=Site.objects.get(is_default_site=True))
    setting.entries = [VocabularyRow(vocabulary=vocabulary, sort_order=at, **one) for at, one in enumerate(entries)]
    return setting
