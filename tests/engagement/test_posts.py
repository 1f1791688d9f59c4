"""Social posts: begun from a page, counted, checked, recorded, and asked about by others."""

import csv
import datetime
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.accounts.roles import PROGRAMME_LEADS
from cms.base.dates import today
from cms.editing.permissions import DeskContext
from engagement.choices import PostCheck, PostState
from engagement.models import SocialPost
from engagement.models.posts import same_platform
from engagement.social import uses
from engagement.social.suggestions import cut
from programme.message_house import Looking, Use
from programme.social import LIMIT, weighted_length
from tests import factories
from tests.admin.conftest import sign_in
from tests.programme.test_social import test_the_weighted_length

POSTS = reverse("social-posts:index")
ADD = reverse("social-posts:add")
SCRIPT = Path(__file__).parents[2] / "templates" / "static" / "hub-admin" / "social.js"


@pytest.fixture
def channel(hub):
    return factories.ChannelFactory()


@pytest.fixture
def message(tree, neglect):
    page = factories.KeyMessageFactory(
        parent=tree.messages, title="Listen to children", summary="First sentence. Second sentence.", social_text=""
    )
    page.work_streams.add(neglect)
    page.save()
    return page


def form(account, **changed) -> dict:
    post = {
        **{"channel": account.pk, "text": "We listen.", "link": "https://example.org/a", "image": "", "alt_text": ""},
        **{"page": "", "key_messages": [], "work_streams": [], "checked": [], "planned_for": "", "state": "draft"},
        **{"posted_on": "", "address": ""},
    }
    return post | changed


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_the_script_counts_as_the_server_does():
    node = shutil.which("node") or shutil.which("node", path=str(Path(__file__).parents[2] / ".venv" / "bin"))
    if node is None:
        pytest.skip("There is no node here.")
    cases = [text for text, _ in test_the_weighted_length.pytestmark[0].args[1]]
    cases += ["1 and #2", "1️⃣", "🇬🇧 x", "❤️ ♥ ©", "www.gov.scot, (https://a.scot/b).", "x😀y\nz", "naïve.com é.com"]
    program = (
        "const {weightedLength} = require(process.argv[1]);"
        "console.log(JSON.stringify(JSON.parse(process.argv[2]).map(weightedLength)))"
    )
    printed = subprocess.run(
        [node, "-e", program, str(SCRIPT), json.dumps(cases)], capture_output=True, text=True, check=True
    ).stdout
    assert dict(zip(cases, json.loads(printed), strict=True)) == {text: weighted_length(text) for text in cases}


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("One. Two. Three.", 100, "One. Two. Three."),
        ("One. Two. Three.", 12, "One. Two."),
        ("“One.” Two is longer.", 10, "“One.”"),
        ("A sentence that goes on and on.", 13, "A sentence …"),
        ("", 10, ""),
    ],
)
def test_a_suggestion_ends_with_a_sentence(text, room, expected):
    assert cut(text, room) == expected


def test_a_post_begins_with_what_the_page_says(editor, channel, message, neglect):
    begun = editor.get(ADD, {"page": message.pk}).context["form"]
    assert begun.initial["text"] == "First sentence. Second sentence."
    assert begun.initial["link"] == message.full_url
    assert (begun.initial["key_messages"], begun.initial["work_streams"]) == ([message.pk], [neglect.pk])
    assert begun.instance.length <= LIMIT
    message.social_text = "Short."
    message.save_revision().publish()
    assert editor.get(ADD, {"page": message.pk}).context["form"].initial["text"] == "Short."
    assert editor.get(ADD, {"page": "x"}).status_code == 200
    address = f"{ADD}?page={message.pk}"
    assert address in text_of(editor.get(reverse("wagtailadmin_pages:edit", args=[message.pk])))
    assert address in text_of(editor.get(reverse("wagtailadmin_explore", args=[message.get_parent().pk])))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"channel": ""}, "channel"),
        ({"text": "a" * 257}, "text"),
        ({"state": "ready", "checked": ["plain"]}, "checked"),
        ({"text": "The programme helps children who …", "state": "ready"}, "text"),
        ({"state": "posted", "checked": ["plain", "private", "link", "account"]}, "posted_on"),
        ({"address": "https://twitter.com/girfec/1"}, "state"),
        ({"checked": ["nonsense"]}, "checked"),
        ({"link": "nowhere"}, "link"),
    ],
)
def test_wrong_entries_are_refused_at_the_field(changed, field, editor, channel):
    response = editor.post(ADD, form(channel, **changed))
    assert response.context["form"].errors[field]
    assert not SocialPost.objects.exists()


def test_an_image_needs_its_words(editor, channel):
    image = factories.ImageFactory()
    response = editor.post(ADD, form(channel, image=image.pk))
    assert response.context["form"].errors["alt_text"]
    post = SocialPost(image=image, link="")
    assert PostCheck.ALT in post.checks
    assert PostCheck.LINK not in post.checks


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("https://twitter.com/girfec/status/1", True),
        ("https://x.com/girfec/status/1", True),
        ("https://www.twitter.com/girfec/status/1", True),
        ("http://twitter.com/girfec/status/1", False),
        ("https://twitter.com.example.org/girfec", False),
        ("https://example.org/twitter.com", False),
    ],
)
def test_a_post_is_recorded_on_its_platform(address, fine, editor, channel, message):
    ticked = ["plain", "private", "link", "account"]
    data = form(channel, state="posted", checked=ticked, posted_on=str(today()), address=address, page=message.pk)
    response = editor.post(ADD, data)
    if fine:
        post = SocialPost.objects.get()
        assert (post.posted_by, post.author, list(post.key_messages.all())) == (editor.user, editor.user, [message])
    else:
        assert response.context["form"].errors["address"]


def test_addresses_without_a_host_are_on_no_platform():
    assert not same_platform("https://", "https://")
    assert not same_platform("https://[", "https://twitter.com")


def test_the_list_is_filtered_searched_and_taken_out(editor, channel, message, neglect):
    post = factories.SocialPostFactory(channel=channel, page=message, text="=1+1", planned_for="2026-05-01")
    post.work_streams.add(neglect)
    for asked, found in (
        ({"state": "draft", "channel": channel.pk, "work_streams": neglect.pk}, True),
        ({"state": "posted"}, False),
        ({"q": "listen"}, True),
        ({"q": "nothing"}, False),
        ({"planned_for_from": "2026-05-02"}, False),
    ):
        assert (reverse("social-posts:edit", args=[post.pk]) in text_of(editor.get(POSTS, asked))) is found, asked
    [row] = csv.DictReader(io.StringIO(b"".join(editor.get(POSTS, {"export": "csv"}).streaming_content).decode()))
    assert (row["Text"], row["State"], row["About"]) == ("'=1+1", "Draft", "Listen to children")


def test_the_list_costs_the_same_however_much_is_on_it(editor, channel, message):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(POSTS).status_code == 200
        return len(queries)

    factories.SocialPostFactory(channel=channel, page=message, author=editor.user)
    cost()
    few = cost()
    for _ in range(10):
        factories.SocialPostFactory(channel=channel, page=message, author=editor.user)
    assert cost() == few


def test_somebody_without_the_right_is_refused(db, editor, channel):
    stranger = sign_in("stranger")
    for address in (POSTS, ADD):
        assert stranger.get(address).status_code == 302


def test_what_went_out_is_in_the_message_house_and_what_is_dated_in_the_calendar(
    channel, message, neglect, rf, editor, django_assert_num_queries
):
    day = datetime.date(2026, 5, 1)
    planned = factories.SocialPostFactory(channel=channel, planned_for=day)
    posted = factories.SocialPostFactory(
        channel=channel, state=PostState.POSTED, posted_on=day, address="https://x.com/1", planned_for="2026-04-01"
    )
    for post in (planned, posted):
        post.key_messages.add(message)
        post.work_streams.add(neglect)
    edit = reverse("social-posts:edit", args=[posted.pk])
    with django_assert_num_queries(1):
        assert uses.uses(Looking(day)) == [Use(message.pk, neglect.pk, day, str(posted), edit)]
    assert uses.uses(Looking(datetime.date(2026, 4, 30))) == []
    request = rf.get("/")
    request.user = editor.user
    asked = DeskContext.by(request)
    assert editor.user.has_perm("engagement.view_socialpost")
    with django_assert_num_queries(2):
        found = list(uses.posts(asked, day, day))
    assert {(entry.title, entry.state, entry.url, entry.streams) for entry in found} == {
        (str(planned), "Draft", reverse("social-posts:edit", args=[planned.pk]), frozenset([neglect.pk])),
        (str(posted), "Posted", edit, frozenset([neglect.pk])),
    }
    assert list(uses.posts(asked, datetime.date(2026, 4, 1), datetime.date(2026, 4, 2))) == []
    request.user = sign_in("stranger").user
    assert list(uses.posts(DeskContext.by(request), day, day)) == []


@pytest.fixture
def posted(channel, editor):
    link, ticked = "https://example.org/a", ["plain", "private", "link", "account"]
    said = {"state": "posted", "posted_on": today(), "address": "https://x.com/girfec/status/1", "checked": ticked}
    return factories.SocialPostFactory(channel=channel, text="We listen.\r\nAlways.", link=link, **said)


def recorded(**changed) -> dict:
    """Return what a browser sends of a posted post: nothing of its content, which is only shown."""
    own = ("channel", "text", "link", "image", "alt_text")
    sent = {name: value for name, value in form(SocialPost.objects.get().channel).items() if name not in own}
    said = {"state": "posted", "posted_on": str(today()), "address": "https://x.com/girfec/status/2"}
    return sent | said | {"checked": ["plain", "private", "link", "account"]} | changed


def test_what_was_posted_is_shown_and_stays_but_its_address_may_be_corrected(editor, posted):
    edit = reverse("social-posts:edit", args=[posted.pk])
    page = editor.get(edit)
    fields = page.context["form"].fields
    locked = {"channel", "text", "link", "image", "alt_text"}
    assert {name for name, field in fields.items() if field.disabled} == locked
    assert "We listen." in text_of(page) and "It is posted: text, link, picture and account stay" in text_of(page)
    assert editor.post(edit, recorded()).status_code == 302
    posted.refresh_from_db()
    assert (posted.text, posted.address) == ("We listen.\r\nAlways.", "https://x.com/girfec/status/2")
    assert editor.post(edit, recorded(state="draft", posted_on="", address="")).status_code == 302
    assert not any(field.disabled for field in editor.get(edit).context["form"].fields.values())


def test_a_post_whose_account_is_gone_can_still_be_corrected(editor, posted):
    sent = recorded()
    posted.channel.delete()
    assert editor.post(reverse("social-posts:edit", args=[posted.pk]), sent).status_code == 302
    posted.refresh_from_db()
    assert (posted.channel, posted.address) == (None, "https://x.com/girfec/status/2")


def test_a_form_that_was_open_when_it_was_posted_changes_nothing_and_loses_nothing(editor, posted):
    edit = reverse("social-posts:edit", args=[posted.pk])
    typed = form(posted.channel, text="We have listened.", link="https://example.org/b")
    for _ in range(2):  # also if it is sent again
        response = editor.post(edit, typed)
        assert "It was posted since you opened it, so nothing was saved." in text_of(response)
        assert response.context["form"]["text"].value() == "We have listened."
        assert "https://example.org/b" in text_of(response)
    posted.refresh_from_db()
    assert (posted.text, posted.state) == ("We listen.\r\nAlways.", PostState.POSTED)


def test_what_was_posted_cannot_be_deleted(channel, posted, hub, roles):
    lead = sign_in("lead", group=PROGRAMME_LEADS)
    delete, edit = (reverse(f"social-posts:{view}", args=[posted.pk]) for view in ("delete", "edit"))
    assert delete not in text_of(lead.get(POSTS)) + text_of(lead.get(edit))
    for ask in (lead.get, lead.post):
        assert "What was posted is kept, with its address." in text_of(ask(delete, follow=True))
    assert SocialPost.objects.filter(pk=posted.pk).exists()
    SocialPost.objects.update(state=PostState.DRAFT, posted_on=None, address="")
    assert delete in text_of(lead.get(POSTS)) and delete in text_of(lead.get(edit))
    lead.post(delete)
    assert not SocialPost.objects.exists()
