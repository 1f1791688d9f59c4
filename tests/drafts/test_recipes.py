"""The recipes of docs/recipes/ do what docs/writing.md says, as programs of their own that ask a server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsletter.models import IssuePage
from programme.models import CommitmentPage, NewsPage
from tests import factories

RECIPES = Path(__file__).resolve().parent.parent.parent / "docs" / "recipes"
MINUTES = RECIPES.parent.parent / "tests" / "intake" / "documents" / "fresh" / "action-plan.docx"


@pytest.fixture
def run(live_server, program):
    """Return a function that runs a recipe and returns what it prints."""

    def ran(name, *words):
        environment = {"PATH": os.environ["PATH"], "HUB_URL": live_server.url, "HUB_TOKEN": program.secret}
        command = [sys.executable, RECIPES / name, *map(str, words)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.splitlines()

    return ran


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_spreadsheet_of_actions_every_month(tree, run, tmp_path):
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Neglect")
    public = factories.CommitmentFactory(parent=stream, number=1, text="<p>Train all teams.</p>", due="May 2027")
    file = tmp_path / "actions.csv"
    file.write_text("number,text,due\n1,Train all teams.,June 2027\n2,List the schools.,July 2027\n")
    path = stream.url_path.removeprefix(tree.home.url_path.rstrip("/"))
    assert run("actions.py", file, path) == ["Action 1: due changed", "Action 2: new"]
    made = CommitmentPage.objects.get(number=2)
    assert (made.live, made.due) == (False, "July 2027") and ">List the schools.</p>" in made.text
    assert CommitmentPage.objects.get(pk=public.pk).due == "May 2027"
    assert run("actions.py", file, path) == ["Action 1: nothing changed", "Action 2: nothing changed"]
    file.write_text("number,text,due\n2,List all schools.,soonish\n")
    assert run("actions.py", file, path) == ["Action 2: due and text changed"]
    assert CommitmentPage.objects.count() == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_minutes_from_a_word_file_become_news(tree, run):
    (line,) = run("minutes.py", MINUTES, "2026-06-22")
    page = NewsPage.objects.get()
    assert line.startswith("“Harbour Towns Council” waits for you: ") and line.endswith(f"/pages/{page.pk}/edit/")
    assert (page.live, page.summary) == (False, "Climate Adaptation Action Plan 2026–2030")
    assert [block.block_type for block in page.body][:3] == ["rich_text", "heading", "rich_text"]
    assert run("minutes.py", MINUTES, "2026-06-22") == [line]
    assert NewsPage.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_issue_is_prepared_from_what_changed(tree, run):
    news = factories.NewsFactory(parent=tree.news, title="Training begins", live=False)
    news.save_revision().publish()
    said = run("issue.py", "2000-01-01T00:00:00Z", 12, "2026-07-01")
    assert said[:2] == ["News", "  Training begins"]
    issue = IssuePage.objects.get()
    (section,) = issue.sections
    assert (issue.live, issue.number, section.value["heading"]) == (False, 12, "News")
    assert [item["page"].pk for item in section.value["items"]] == [news.pk]
