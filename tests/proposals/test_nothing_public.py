"""No sequence of uploads and proposals by a token changes one byte that the public sees, until a person accepts."""

import gc
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from cms.models import ContentVersion, HubDocument, HubImage, ProgramProposal
from home.programmes.services import NewProgramme, make
from programme.models import GlossaryTerm, ProgressEntry, Topic
from tests import factories
from tests.admin.conftest import sign_in
from tests.drafts.test_nothing_public import VARIES
from tests.drafts.test_uploads import DOCUMENT, IMAGE, pdf, picture, uploaded
from tests.media.test_uploads import HTML

from .asking import propose_term, record_progress
from .test_proposals import filled, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]
PATHS = (
    *("/", "/glossary/", "/progress/", "/progress/data.csv", "/work-streams/", "/search/?q=written", "/sitemap.xml"),
    *("/feeds/all.atom", "/feeds/progress.atom", "/documents/1/report.pdf", "/media/images/square.max-800x600.png"),
)
QUERY = """{ topics(first: 50) { nodes { name slug description } } glossaryTerms(first: 50) { nodes { name longForm } }
  pages(first: 50) { totalCount nodes { title lastPublishedAt } } search(query: "written") { totalCount }
  progress { asOf } changes(since: "2016-01-01T00:00:00Z") { totalCount } }"""
WORDS = st.sampled_from(["Written", "", "written " * 60])
TERM = st.fixed_dictionaries(
    {}, optional={"name": WORDS, "slug": st.sampled_from(["written", ""]), "description": WORDS}
)
ENTRY = st.fixed_dictionaries(
    {"note": WORDS},
    optional={
        "status": st.sampled_from(["in_progress", "complete", "none"]),
        "date": st.sampled_from(["2026-06-22", "x"]),
    },
)
STEP = st.tuples(
    st.sampled_from(["new term", "term", "progress", "picture", "document"]),
    *(TERM, ENTRY, st.booleans(), st.booleans(), st.sampled_from(["", "/energy"])),
)


def public_side(client) -> dict[str, bytes]:
    sides = {}
    for path in (*PATHS, "/energy/", "/energy/glossary/", "/energy/search/?q=written"):
        response = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        sides[path] = str(response.status_code).encode() + VARIES.sub(b"", body)
    for name, address in (("api", "/graphql/"), ("api of the other", "/energy/graphql/")):
        answer = client.post(address, {"query": QUERY}, content_type="application/json")
        assert b'"errors"' not in answer.content, answer.content
        sides[name] = answer.content
    return sides | {"version": ContentVersion.objects.get().token.encode()}


@pytest.mark.parametrize("examples", [10, pytest.param(60, marks=pytest.mark.long)])
def test_what_the_public_sees_stays_byte_for_byte(examples, tree, roles, client, program_of):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    commitment = factories.CommitmentFactory(parent=stream)
    term = GlossaryTerm(name="NGO", slug="ngo")
    term.save()
    boss = sign_in("boss", superuser=True)
    make(NewProgramme("Energy", "energy", path="energy", host=tree.site), boss.user)
    for one in (*Page.objects.filter(depth__gt=1).specific(), term):
        one.save_revision().publish()
    own = program_of(boss.user, budget=10_000_000)
    before = public_side(client)
    assert public_side(client) == before and b"NGO" in before["api"]
    counts = {True: 0, False: 0}

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.lists(STEP, max_size=6))
    def write(steps):
        for what, values, entry, is_good, is_trial, site in steps:
            program = replace(own, site=site)
            if what == "new term":
                payload = propose_term(program, "topic", values, dryRun=is_trial)
            elif what == "term":
                payload = propose_term(program, "glossaryTerm", values, term, dryRun=is_trial)
            elif what == "progress":
                payload = record_progress(program, commitment, **entry, dryRun=is_trial)
            elif what == "picture":
                texts = {"title": "Square", "alt": "A red square"} if is_good else {}
                payload = uploaded(program, IMAGE, picture(), **texts, dryRun=is_trial)
            else:
                file = pdf() if is_good else pdf(HTML)
                payload = uploaded(program, DOCUMENT, file, title="Report", dryRun=is_trial)
            counts[not payload["userErrors"]] += 1
        assert public_side(client) == before

    write()
    gc.collect(1)
    assert counts[True] > 3 and counts[False] > 2, counts
    assert not Topic.objects.exists() and not ProgressEntry.objects.exists()
    # The comparison sees what a person accepts.
    payload = propose_term(own, "topic", {"name": "Written"})
    assert payload["userErrors"] == [] and public_side(client) == before
    proposal = ProgramProposal.objects.get(pk=payload["proposal"]["id"])
    assert boss.post(page_of(proposal), filled(boss, proposal)).status_code == 302
    assert public_side(client)["api"] != before["api"]
    assert not HubImage.objects.filter(is_held=False, title="Square").exists()
    assert not HubDocument.objects.filter(is_held=False, title="Report").exists()
