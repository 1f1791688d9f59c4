"""Each frontend of `frontends/` as in production: behind a proxy with TLS, with a hub that trusts it."""

import html
import re
import shutil
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests import hubs
from tests.frontends.kits import KITS, Response, Site, get, serving

# Each frontend is built, which takes a minute.
pytestmark = [pytest.mark.long, pytest.mark.once]

PUBLIC = "https://www.example.org"
MEDIA = "https://media.example.org"
READERS = ("198.51.100.7", "203.0.113.9")  # of different networks
NUMBER = re.compile(r"F-\w{4}-\w{2}")
HIDDEN = re.compile(r'<input type="hidden"[^>]*>')


@pytest.fixture(scope="module", params=KITS.values(), ids=KITS)
def site(request, tmp_path_factory) -> Iterator[Site]:
    made = hubs.prepare(tmp_path_factory, "behind-a-proxy", ["manage.py", "set_up_newsletter"])
    data = made.with_name(f"behind-a-proxy-{request.param.name}")
    shutil.copytree(made, data)
    with serving(request.param, data, public=PUBLIC, trusted="127.0.0.0/8", MEDIA_ORIGINS=MEDIA) as started:
        yield started


def forwarded(reader: str = READERS[0], origin: str = PUBLIC) -> dict[str, str]:
    """Return the headers with which a proxy hands on the request of a reader's browser."""
    host = PUBLIC.removeprefix("https://")
    return {"Host": host, "Origin": origin, "X-Forwarded-For": reader, "X-Forwarded-Proto": "https"}


def attribute(element: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', element)
    return html.unescape(found[1]) if found else ""


def send(site: Site, path: str, *, reader: str = READERS[0], origin: str = PUBLIC, **typed: str) -> Response:
    """Fill in the form at a path, and send it as a browser without scripts does. Returns the answer."""
    page = get(f"{site.base}{path}", **forwarded(reader)).text
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.S) if f'name="{next(iter(typed))}"' in form)
    hidden = {attribute(field, "name"): attribute(field, "value") for field in HIDDEN.findall(form)}
    if 'enctype="multipart/form-data"' in form.lower():
        headers = {"Content-Type": "multipart/form-data; boundary=part"}
        parts = [
            f'--part\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in (hidden | typed).items()
        ]
        body = "".join([*parts, "--part--\r\n"])
    else:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(hidden | typed)
    return get(f"{site.base}{path}", body.encode(), **headers, **forwarded(reader, origin))


def test_each_reader_has_a_network_of_their_own_at_the_hub(site):
    answers = [send(site, "/feedback/?page=/news/", reader=reader, message="Thank you") for reader in READERS]
    assert [answer.status for answer in answers] == [200, 200]
    numbers = [NUMBER.search(answer.text)[0] for answer in answers]
    assert numbers[0] != numbers[1]


def test_somebody_subscribes(site):
    answer = send(site, "/subscribe/", email="ada@example.org")
    assert answer.status == 200
    assert "a link to confirm" in answer.text


def test_suggestions_are_answered(site):
    path = "/suggest/" if site.kit.name == "next" else "/suggest"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = get(f"{site.base}{path}", b"words=negl", **headers, **forwarded())
    assert answer.status == 200
    assert "Neglect" in answer.text


def test_a_form_of_another_site_is_refused(site):
    answer = send(site, "/feedback/?page=/news/", origin="https://evil.example", message="Sent by another site")
    assert answer.status >= 400
    assert NUMBER.search(answer.text) is None


def test_feedback_leads_back_to_a_page_of_this_site_alone(site):
    answer = send(site, "/feedback/?page=//evil.example/", message="Where does it lead?")
    assert NUMBER.search(answer.text)
    assert re.findall(r'href="(?:https?:)?//evil', answer.text) == []


def test_pictures_of_a_store_may_be_shown(site):
    policy = get(f"{site.base}/news/", **forwarded()).headers["content-security-policy"]
    assert re.search(rf"img-src [^;]*{MEDIA}", policy)


def test_only_previews_may_be_framed(site):
    def ancestors(path: str) -> str:
        policy = get(f"{site.base}{path}", **forwarded()).headers["content-security-policy"]
        return re.search(r"frame-ancestors ([^;]*)", policy)[1]

    assert ancestors("/preview") == site.hub
    assert ancestors("/preview-of-the-year/") == "'none'"
