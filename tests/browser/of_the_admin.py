"""Give each page of ours in the admin something to show, and list their addresses.

Run as a program (`python -m tests.browser.of_the_admin`) on a hub that `tests.browser.everything` has completed. It writes
`admin.json` into the hub's folder: a session of an administrator, and paths by name.
"""

import json
import os
from pathlib import Path

import django

os.environ["TWO_FACTOR"] = "optional"  # has pages too, where it is offered
django.setup()

from django.conf import settings  # noqa: E402  only once Django is set up
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.exceptions import ImproperlyConfigured  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django_otp.plugins.otp_totp.models import TOTPDevice  # noqa: E402
from wagtail.models import Page, get_page_models  # noqa: E402

from programme.models import CommitmentPage, NewsPage  # noqa: E402
from tests.worked_on import add_what_is_worked_on, ours  # noqa: E402

FOLDER = Path(settings.DATA_DIR)


def main() -> None:
    admin, writer = (get_user_model().objects.create_superuser(name, f"{name}@example.org") for name in ("ann", "bob"))
    TOTPDevice.objects.create(user=writer, confirmed=True)
    send = add_what_is_worked_on(admin, writer)
    client = Client(headers={"host": "localhost"})
    client.force_login(admin)
    found = {name: path for name, path in (of_wagtail() | ours(send, writer)).items() if is_page(client, name, path)}
    (FOLDER / "admin.json").write_text(json.dumps({"session": client.cookies["sessionid"].value, "paths": found}))


def of_wagtail() -> dict[str, str]:
    """Return pages of Wagtail's that hold much of ours: the dashboard and a form of every type of page."""
    found = {"dashboard": reverse("wagtailadmin_home"), "account": reverse("wagtailadmin_account")}
    for model in get_page_models():
        page = model.objects.order_by("pk").last() if model is not Page else None
        if page is not None:
            found[f"form, {model._meta.model_name}"] = reverse("wagtailadmin_pages:edit", args=[page.pk])
    waiting = NewsPage.objects.get(title="Waits")
    stream = CommitmentPage.objects.order_by("pk").first().work_stream
    return found | {
        "form, waiting": reverse("wagtailadmin_pages:edit", args=[waiting.pk]),
        "history": reverse("wagtailadmin_pages:history", args=[waiting.pk]),
        "pages below a stream": reverse("wagtailadmin_explore", args=[stream.pk]),
        "page types below a stream": reverse("wagtailadmin_pages:add_subpage", args=[stream.pk]),
    }


def is_page(client: Client, name: str, path: str) -> bool:
    """Say whether the path answers with a whole page of the admin: not with a part of one, a file, or a way elsewhere.

    Raises ImproperlyConfigured if it doesn't answer.
    """
    answer = client.get(path)
    if answer.status_code >= 400 and answer.status_code != 405:
        raise ImproperlyConfigured(f"{name} answered {path} with status {answer.status_code}.")
    is_html = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return is_html and b'class="wrapper"' in answer.content if not answer.streaming else False


if __name__ == "__main__":
    main()
