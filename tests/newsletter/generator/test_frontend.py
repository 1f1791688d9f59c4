"""With `FRONTEND_URL`, links to pages in a message lead to the frontend; those for its reader alone stay at the hub."""

import email
import re
import uuid
from email.policy import default
from urllib.parse import urlsplit

import pytest
from django.core.checks import Warning
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from bundles.sign_off import links
from cms.accounts import invitations, sign_in_limits
from cms.models import HubSettings
from cms.notifications import lists
from cms.notifications import mail as notifications
from cms.operations import notices
from engagement.feedback import answers
from newsletter.choices import EditionAudience, LetterKind
from newsletter.generator.editions import editions_of
from newsletter.message import Content
from newsletter.models import IssuePage
from newsletter.people import letters
from newsletter.sending import launch, preparation, trial
from newsletter.sending.handover import work
from tests import factories
from tests.graphql.test_frontend import FRONTEND, HUB
from tests.newsletter.sending import factories as sending
from tests.newsletter.sending.conftest import Scripted

from .conftest import approved, links_in, section, words

# The addresses at the hub, without the subscriber's token.
OWN = {f"{HUB}/newsletter/leave/", f"{HUB}/newsletter/preferences/"}
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@pytest.fixture
def issue(happened, tree, settings) -> IssuePage:
    settings.BASE_URL, settings.FRONTEND_URL = HUB, FRONTEND
    body = [
        section("News", happened["both"]),
        words(f'<p><a href="{HUB}/news/">All</a> <a linktype="page" id="{happened["first"].pk}">this</a></p>'),
    ]
    return factories.IssueFactory(parent=tree.updates, number=7, preheader="x", sections=body)


def parts_of(raw: bytes) -> tuple[str, str]:
    """Return the text and the HTML of a message."""
    message = email.message_from_bytes(raw, policy=default)
    return tuple(message.get_body((kind,)).get_content() for kind in ("plain", "html"))


def at_the_hub(addresses: set[str]) -> set[str]:
    """Return the addresses at the hub's host, without tokens."""
    return {re.sub(r"[^/]{20,}/?$", "", address.rstrip(".")) for address in addresses if address.startswith(HUB)}


def message_of(issue: IssuePage) -> bytes:
    """Send the issue to one subscriber, and return the message."""
    update = sending.mailing_list()
    sending.crowd(1, update)
    send = sending.send(approved(issue), update, released_at=timezone.now())
    assert preparation.prepare(send)
    send.refresh_from_db()
    assert launch.start(send)
    backend = Scripted()
    assert work(send, backend) == 1
    [(_, _, raw)] = backend.given
    return raw


def test_an_issue_leads_to_the_frontend_and_its_reader_to_the_hub(issue, happened):
    raw = message_of(issue)
    text, html = parts_of(raw)
    for found in (links_in(html), set(ADDRESS.findall(text))):
        assert at_the_hub(found) == OWN
        assert {f"{FRONTEND}{happened[name].url}" for name in ("both", "first")} | {f"{FRONTEND}/news/"} <= found
    headers = email.message_from_bytes(raw, policy=default)
    assert headers["List-Unsubscribe"].startswith(f"<{HUB}/newsletter/leave/")
    assert headers["List-Archive"] == f"<{FRONTEND}{issue.url}>"


@pytest.fixture
def templated(settings, tree, gaelic) -> None:
    """A frontend for each site and language, and a second site."""
    settings.BASE_URL, settings.FRONTEND_URL = HUB, "https://{site}/{locale}/{path}"
    home = factories.HomeFactory(parent=tree.home.get_parent(), slug="other")
    Site.objects.create(hostname="other.example", port=80, root_page=home)


def test_an_issue_leads_to_the_frontend_of_the_first_site_in_the_language_of_each_page(templated, tree, gaelic):
    """The newsletter is that of the hub's first site, whose pages it reads."""
    english = factories.NewsFactory(parent=tree.news, slug="first")
    factories.translate(tree.news, gaelic, slug="naidheachdan").save_revision().publish()
    translated = factories.translate(english, gaelic, slug="a-chiad")
    translated.save_revision().publish()
    links = "".join(f'<p><a linktype="page" id="{page.pk}">this</a></p>' for page in (english, translated))
    body = [section("News", english), words(f'{links}<p><a href="/news/">All</a></p>')]
    issue = factories.IssueFactory(parent=tree.updates, slug="update-7", number=7, preheader="x", sections=body)
    raw = message_of(issue)
    text, html = parts_of(raw)
    paths = {"en/news/first/", "gd/naidheachdan/a-chiad/", "en/news/"}
    for found in (links_in(html), set(ADDRESS.findall(text))):
        assert {f"https://localhost/{path}" for path in paths} <= found
        assert at_the_hub(found) == OWN
        assert {urlsplit(address).hostname for address in found} == {"localhost", urlsplit(HUB).hostname}
        assert not any("{" in address for address in found)
    archive = email.message_from_bytes(raw, policy=default)["List-Archive"]
    assert archive == f"<https://localhost/en/{tree.updates.slug}/update-7/>"


# A letter to a follower leads to pages, too.
@pytest.mark.parametrize("kind", [one for one in LetterKind if one != LetterKind.FOLLOWING])
def test_a_letter_leads_to_the_front_page_of_the_hubs_first_site(templated, kind):
    factories.add_signposts()
    letter = factories.add_letter(kind, subscriber__address="ada@example.org")
    for part in parts_of(letters.compose(letter, letters.hub_settings(), timezone.now())):
        addresses = {re.sub(r"[^/]{20,}/?$", "", one.rstrip(".")) for one in ADDRESS.findall(part)}
        personal = "confirm" if kind == LetterKind.CONFIRM else "preferences"
        assert {"https://localhost/en/", f"{HUB}/newsletter/{personal}/", f"{HUB}/help/"} == addresses


def test_every_other_mail_leads_to_the_hub(templated, settings, tree, mailoutbox, admin_user, client):
    settings.OPERATORS, settings.WAGTAILADMIN_BASE_URL = ["operator@example.org"], HUB
    user_model = type(admin_user)
    user_model.objects.update(email="ada@example.org")
    ada = user_model.objects.get()
    invitations.invite(ada, by=ada)
    client.post(reverse("wagtailadmin_password_reset"), {"email": ada.email})
    sign_in_limits.tell_owner.func(ada.pk)
    bundle = factories.BundleFactory()
    _, token = links.make(bundle, name="Ann", email="", days=1, user=ada)
    client.force_login(ada)
    client.post(reverse("bundles:act", args=[bundle.pk, "mail-link"]), {"token": token, "email": "ann@example.org"})
    lists.notify("bundle-failure", [ada], key="1", subject=bundle.pk, text="It wasn't published.", url="/admin/")
    notifications.send_due(timezone.now())
    notices._mail([Warning("No worker.", hint="Start one.", id="hub.worker")])
    factories.add_signposts()
    for site in Site.objects.all():
        hub = HubSettings.for_site(site)
        feedback = factories.FeedbackFactory(message="No.", email="ann@example.org")
        said = {"subject": "Yours", "text": "Thank you.", "note": "", "author": ada, "key": uuid.uuid4(), "seen": 0}
        answers.answer(feedback, hub=hub, **said)
    assert len(mailoutbox) == 8
    for message in mailoutbox[:-1]:
        addresses = ADDRESS.findall(message.body)
        assert addresses and all(address.startswith(f"{HUB}/") for address in addresses), message.subject
    # The answer to feedback on the other site.
    assert ADDRESS.findall(mailoutbox[-1].body) == ["http://other.example/help/"]


def test_a_test_message_leads_from_personal_links_to_the_front_page(issue, settings):
    external = editions_of(issue)[EditionAudience.EXTERNAL]
    content = Content(external.subject, external.html, external.text)
    [answer] = trial.test_send(issue, {EditionAudience.EXTERNAL: content}, ["a@example.org"]).values()
    raw = (settings.NEWSLETTER_FOLDER / answer.provider_id).read_bytes()
    _, html = parts_of(raw)
    assert f"{FRONTEND}/" in links_in(html)
    assert f"{HUB}/" not in links_in(html)
