"""A walk through a hub with known words: whatever people type anywhere, in a process with everything on that could tell.

Run by `test_nothing_typed_is_told.py`, which reads what the process wrote and what it sent.
"""

import contextlib
import json
import logging

import django

# What somebody in distress, a reader, a subscriber and somebody at the sign-in typed: all but the first are in no text of ours.
HELP = "my dad hits me zanzibarquux"
WORDS = ("zanzibarquux", "hits me", "hits+me", "hits%20me", "quuxword", "quux.person", "quuxpassword", "quuxtoken")
DOCUMENTS = ("{ search(query: %s) { totalCount } }", "{ nothing(of: %s) }", "{ search(query: %s")
# Sent by a frontend, with what somebody typed, and with the token of somebody's link, as variables.
GIVEN = {"typed": "quuxword hits me", "email": "quux.person@", "token": "quuxtoken-1234567890"}
MUTATIONS = (
    "mutation($typed: String, $email: String) { submitFeedback(input: {message: $typed, email: $email})"
    " { userErrors { message } } }",
    "mutation($email: String!) { subscribe(input: {email: $email}) { userErrors { message } } }",
    "mutation($token: String!) { unsubscribe(input: {token: $token}) { userErrors { message } } }",
    "mutation($token: String!) { preferences(input: {token: $token}) { userErrors { message } } }",
)


def broken(request):
    """Fail as views do whose errors quote what was sent."""
    from django.db import IntegrityError

    try:
        raise IntegrityError(f"Key (email)=({request.POST['email']}) already exists.")
    except IntegrityError:
        raise ValueError(f"No good: {request.GET} {request.POST}")  # noqa: B904  its context is reported, too


def keyed(request, token):
    """Fail at an address that is a key."""
    raise KeyError(token)


def patterns() -> list:
    from django.urls import path

    from cms.urls import urlpatterns as of_the_hub

    return [path("broken/", broken), path("keyed/<str:token>/", keyed), *of_the_hub]


def walk(client) -> dict[str, int]:
    """Type the words wherever there is something to type. Returns the statuses."""
    found = {}

    def note(name: str, response) -> None:
        found[name] = response.status_code

    note("help", helped := client.get("/search/", {"query": HELP}, headers={"referer": f"http://localhost/?q={HELP}"}))
    assert 'data-help="first"' in helped.content.decode(), "the search was answered with help"
    note("suggest", client.get("/search/suggest/", {"q": HELP}))
    for document in DOCUMENTS:
        body = {"query": document % json.dumps(HELP), "variables": {"quuxword": HELP}}
        note(f"graphql {document}", client.post("/graphql/", body, content_type="application/json"))
    note("graphql by GET", client.get("/graphql/", {"query": DOCUMENTS[0] % json.dumps(HELP)}))
    for mutation in MUTATIONS:
        note(
            mutation, client.post("/graphql/", {"query": mutation, "variables": GIVEN}, content_type="application/json")
        )
    person = {"email": "quux.person@example.org", "name": "quuxword", "message": "quuxword hits me"}
    note("feedback", client.post("/feedback/?from=quuxword", person | {"page": "/"}))
    note("subscribing", client.post("/newsletter/subscribe/", person))
    note("signing in", client.post("/admin/login/", {"username": "quux.person", "password": "quuxpassword"}))
    note("broken", client.post("/broken/?query=quuxword", person, headers={"cookie": "quuxword=quuxword"}))
    note("keyed", client.get("/keyed/quuxtoken-1234567890/"))
    note("key without a slash", client.get("/newsletter/leave/quuxtoken-1234567890"))
    note("key of nobody", client.get("/newsletter/preferences/quuxtoken-1234567890/"))
    note("a host that isn't ours", client.get("/?quuxword", headers={"host": "localhost", "user-agent": "quuxword"}))
    return found


def do_a_task() -> None:
    """Do as a worker does: a task that fails, given words that were typed."""
    from django.core.management import call_command

    from cms.media.pictures import make_pictures

    make_pictures.using(priority=100).enqueue("quuxword")
    call_command("worker", max_tasks=1)


def do_jobs() -> None:
    """Do as a worker does: a job that goes well, and one that fails with words that were typed."""
    from cms.jobs.registry import Job, jobs
    from cms.jobs.runs import perform

    def fail(stop):
        raise ValueError("quuxword")

    never = lambda: False  # noqa: E731  for a walk
    perform(jobs["Sessions: forget expired ones"], never)
    with contextlib.suppress(ValueError):
        perform(Job("Walk: fail", fail, every=60), never)


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ROOT_URLCONF = "tests.operations.walk"
    logging.getLogger("tests.walk").info("The walk begins.")
    found = walk(Client(SERVER_NAME="localhost", raise_request_exception=False))
    assert found["broken"] == found["keyed"] == 500, found
    do_a_task()
    do_jobs()
    metrics = Client(SERVER_NAME="localhost").get("/metrics", headers={"authorization": "Bearer of-the-walk"})
    print(metrics.content.decode())  # noqa: T201  for the test
    print(json.dumps(found))  # noqa: T201  for the test
    if settings.SENTRY_DSN:
        import sentry_sdk

        sentry_sdk.flush(10)


if __name__ == "__main__":
    main()
else:
    urlpatterns = patterns()
