"""Content files may have a programme's own kinds and statuses, and pages that use them."""

import pytest

from cms.models import VocabularyRow
from programme.choices import COMMITMENT_KINDS, NEWS_KINDS, STATUSES, NewsKind
from programme.content_loader import ContentError
from programme.models import CommitmentPage

pytestmark = pytest.mark.django_db

FILE = "settings/vocabularies.toml"
OWN = """
    type = "cms.ProgrammeVocabularies"

    [[entries]]
    vocabulary = "commitment-kinds"
    key = "milestone"
    label = "Milestone"
    plural = "Milestones"

    [[entries]]
    vocabulary = "statuses"
    key = "delayed"
    label = "Delayed"
    category = "open"
    colour = "orange"
    pattern = "falling"

    [[entries]]
    vocabulary = "statuses"
    key = "complete"
    label = "Met"
    category = "done"
    colour = "teal"
    pattern = "plain"
"""
ACTION = "pages/work-streams/neglect/action-1.md"


@pytest.fixture
def energy(folder):
    """A folder with the programme's own kinds and statuses, and a milestone that is delayed."""
    folder.write(FILE, OWN)
    folder.replace(ACTION, 'kind = "action"', 'kind = "milestone"')
    folder.replace(ACTION, 'status = "in_progress"', 'status = "delayed"')
    return folder


def test_they_are_there_before_the_pages_that_use_them(energy):
    energy.load()
    page = CommitmentPage.objects.get()
    assert [entry.get_status_display() for entry in page.progress_entries.order_by("date")] == ["Delayed", "Met"]
    assert page.get_kind_display() == "Milestone"
    assert (COMMITMENT_KINDS.labels, STATUSES.labels) == (["Milestone"], ["Delayed", "Met"])
    assert NEWS_KINDS.choices == NewsKind.choices


def test_a_second_load_changes_nothing(energy):
    energy.load()
    rows = list(VocabularyRow.objects.values())
    assert {*energy.load().outcomes.values()} == {"unchanged"}
    assert list(VocabularyRow.objects.values()) == rows


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"orange"', '"#ffcc00"', "colour: "),
        ('pattern = "falling"', 'pattern = "plain"', "“Delayed” has this pattern"),
        ('"commitment-kinds"', '"moods"', "There is no vocabulary of this name."),
        ('category = "done"', 'category = "open"', "One status must mean “done”"),
    ],
)
def test_a_mistake_is_reported_and_nothing_is_written(energy, old, new, sentence):
    energy.replace(FILE, old, new)
    with pytest.raises(ContentError) as error:
        energy.load()
    assert sentence in str(error.value)
    assert not VocabularyRow.objects.exists()
    assert not CommitmentPage.objects.exists()


def test_what_pages_use_is_not_taken_away(energy):
    energy.load()
    energy.replace(FILE, 'key = "milestone"', 'key = "step"')
    with pytest.raises(ContentError, match="“Milestone” \\(milestone\\) can’t be removed"):
        energy.load()
