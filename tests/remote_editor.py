"""An editor who works in the admin of a running hub by HTTP, as a browser would."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests
from bs4 import BeautifulSoup, Tag

PATIENCE = 60  # seconds
LOGIN = "/admin/login/"


class RefusedError(Exception):
    """The hub didn't do what the editor asked."""


class RemoteEditor:
    """A session in the admin of one server, through a proxy that has TLS if `by_https`.

    Methods raise RefusedError if the hub refuses, and `requests.RequestException` if it doesn't answer.
    """

    def __init__(self, base: str, *, by_https: bool = False):
        self.base = base
        self.session = requests.Session()
        if by_https:
            # Without a referrer the hub refuses forms that come by HTTPS.
            self.session.headers["X-Forwarded-Proto"] = "https"
            self.session.headers["Referer"] = f"https://{urlsplit(base).netloc}/"

    def sign_in(self, name: str, password: str) -> None:
        """Sign in by the form."""
        self.get(LOGIN)
        answer = self.post(LOGIN, {"username": name, "password": password})
        if answer.status_code != requests.codes.found:
            raise RefusedError(f"{name} may not sign in: {answer.status_code}")

    def get(self, path: str) -> requests.Response:
        """Return the page at the path."""
        answer = self._ask("GET", path)
        if answer.status_code != requests.codes.ok:
            raise RefusedError(f"{path} answers {answer.status_code}.")
        return answer

    def post(self, path: str, fields: dict[str, Any], files: dict[str, Any] | None = None) -> requests.Response:
        """Send fields with the token against forgery, which an earlier form has set as a cookie."""
        token = self.session.cookies.get("csrftoken", "")
        return self._ask("POST", path, data=fields | {"csrfmiddlewaretoken": token}, files=files)

    def edit(self, page: int, action: str = "", **changed: str) -> None:
        """Change fields of a page, and save it as a draft, or press the button of the action, such as `publish`.

        StreamFields are emptied: their inputs are made by JavaScript.
        """
        path = f"/admin/pages/{page}/edit/"
        fields = _fields(self.get(path).text) | changed
        if action:
            fields[f"action-{action}"] = "1"
        answer = self.post(path, fields)
        if answer.status_code != requests.codes.found:
            raise RefusedError(f"Page {page} isn't saved: {answer.status_code}{_messages(answer.text)}")

    def upload_document(self, title: str, name: str, content: bytes) -> int:
        """Upload a document, and return its number."""
        return self._upload("documents", "doc_id", title, (name, content))

    def upload_picture(self, title: str, description: str, name: str, content: bytes) -> int:
        """Upload a picture, say what it shows, and return its number."""
        number = self._upload("images", "image_id", title, (name, content))
        fields = {f"image-{number}-title": title, f"image-{number}-description": description}
        answer = self.post(f"/admin/images/multiple/{number}/", fields).json()
        if not answer["success"]:
            raise RefusedError(f"The description of {name} isn't saved: {answer}")
        return number

    def _ask(self, method: str, path: str, **options: Any) -> requests.Response:
        # Behind a proxy the part between it and the hub is plain HTTP; the browser sees HTTPS and sends such cookies, too.
        for cookie in self.session.cookies:
            cookie.secure = False
        return self.session.request(method, self.base + path, timeout=PATIENCE, allow_redirects=False, **options)

    def _upload(self, kind: str, key: str, title: str, file: tuple[str, bytes]) -> int:
        path = f"/admin/{kind}/multiple/add/"
        self.get(path)
        answer = self.post(path, {"title": title}, {"files[]": file}).json()
        if not answer["success"]:
            raise RefusedError(f"{file[0]} isn't taken: {answer}")
        return answer[key]


def _fields(text: str) -> dict[str, Any]:
    """Return what a browser without JavaScript would send of the form of a page."""
    soup = BeautifulSoup(text, "html.parser")
    form = soup.find(id="page-edit-form")
    if not isinstance(form, Tag):
        raise RefusedError("There is no form.")
    fields: dict[str, Any] = {}
    for item in form.find_all(["input", "textarea", "select"]):
        name, kind = item.get("name"), item.get("type")
        if not name or kind in ("submit", "button", "file") or item.has_attr("disabled"):
            continue
        if item.name == "select":
            chosen = [option.get("value", "") for option in item.find_all("option") if option.has_attr("selected")]
            if chosen:
                fields[name] = chosen
        elif item.name == "textarea":
            fields[name] = item.text.removeprefix("\n")
        elif kind not in ("checkbox", "radio"):
            fields[name] = item.get("value", "")
        elif item.has_attr("checked"):
            fields.setdefault(name, []).append(item.get("value", "on"))
    for block in form.select("[data-block]"):
        fields[f"{block['id']}-count"] = "0"
    return fields


def _messages(text: str) -> str:
    found = BeautifulSoup(text, "html.parser").select(".messages, .error-message")
    return "".join(f"; {' '.join(one.text.split())}" for one in found)
