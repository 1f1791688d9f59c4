"""Messages as they go over the wire, read back by the standard library's parser."""

import datetime
import email
from dataclasses import replace
from email.policy import default
from pathlib import Path

import dkim
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.message import (
    LEAVE_URL,
    LONGEST_LINE,
    PLACEHOLDERS,
    PREFERENCES_URL,
    REASON,
    Content,
    MessageError,
    MessageOrigin,
    Personal,
    Template,
    as_test,
)

ORIGIN = MessageOrigin(
    sender_name="Child Protection – Programme",
    sender_address="update@hub.example",
    archive_url="https://hub.example/updates/7/",
    help_url="https://hub.example/newsletter/subscribe/",
    date=datetime.datetime(2026, 1, 5, 10, tzinfo=datetime.UTC),
    contact="team@hub.example",
    subscribe_url="https://hub.example/newsletter/subscribe/",
)
PERSONAL = Personal(
    address="Ann.O'Neill@example.org",
    list_name="Regular update",
    list_id="update.hub.example",
    leave_url="https://hub.example/newsletter/leave/" + "k3y." * 30 + "/?a=1&b=2",
    preferences_url="https://hub.example/newsletter/preferences/x/",
    reason="You get this because you subscribed to “Regular & <update>”.",
    message_id="<1.2.abc@hub.example>",
)
# Of dkim_test_key.pem, which protects nothing.
DKIM_RECORD = (
    b"v=DKIM1; k=rsa; p="
    b"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCiJjIgXldW9UFsxS6i5J1t9IFGasrsbjnAdS8Jf2ZWtxtFU65ZTV"
    b"iiYxFT/qNJgxYt6pu70kj0WrhdlyI/d2EsRzpXnXdEoe7iE8CNttrJRJeaAij8ZF79HhJDsJVE54RUAZfrXgOD3L8c"
    b"tVocfvQe9YKxOIfxyxW+18UnUOcgUwIDAQAB"
)
CONTENT = Content("Update 7", f"<p>{REASON} <a href='{LEAVE_URL}'>Leave</a></p>", f"{REASON}\n{LEAVE_URL}\n")

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=120)
pieces = st.lists(
    words | st.sampled_from(PLACEHOLDERS) | st.sampled_from([".", "\n.\n", "From ", " \n", "\t", "=", "é"])
)


def read(message: bytes):
    return email.message_from_bytes(message, policy=default)


def parts(message: bytes) -> tuple[str, str]:
    text, html = read(message).iter_parts()
    return tuple(part.get_payload(decode=True).decode().replace("\r\n", "\n") for part in (text, html))


def replaced(text: str, *values: str) -> str:
    for name, value in zip((LEAVE_URL, PREFERENCES_URL, REASON), values, strict=True):
        text = text.replace(name, value)
    return text


@given(pieces.map("".join), pieces.map("".join))
def test_what_is_read_is_the_edition_with_its_placeholders_replaced(text, html):
    message = Template.of(Content("S", html, text), ORIGIN).for_recipient(PERSONAL)
    plain, marked_up = parts(message)
    assert plain == replaced(text, PERSONAL.leave_url, PERSONAL.preferences_url, PERSONAL.reason)
    assert marked_up == replaced(
        html,
        PERSONAL.leave_url.replace("&", "&amp;"),
        PERSONAL.preferences_url,
        "You get this because you subscribed to “Regular &amp; &lt;update&gt;”.",
    )
    assert not any(name.encode() in message for name in PLACEHOLDERS)
    assert all(len(line) <= LONGEST_LINE for line in message.split(b"\r\n"))
    assert message.count(b"\n") == message.count(b"\r\n")
    assert message.isascii()


def test_each_header_is_there_once_and_says_what_it_should():
    message = read(Template.of(CONTENT, ORIGIN).for_recipient(PERSONAL))
    assert dict(message.items()) | {"Content-Type": ""} == {
        "From": "Child Protection – Programme <update@hub.example>",
        "To": "Ann.O'Neill@example.org",
        "Subject": "Update 7",
        "Date": "Mon, 05 Jan 2026 10:00:00 +0000",
        "Message-ID": "<1.2.abc@hub.example>",
        "List-Id": '"Regular update" <update.hub.example>',
        "List-Unsubscribe": f"<{PERSONAL.leave_url}>, <mailto:team@hub.example?subject=Unsubscribe>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Help": "<https://hub.example/newsletter/subscribe/>",
        "List-Subscribe": "<https://hub.example/newsletter/subscribe/>",
        "List-Archive": "<https://hub.example/updates/7/>",
        "List-Owner": "<mailto:team@hub.example>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "MIME-Version": "1.0",
        "Content-Type": "",
    }
    assert len(message.keys()) == len(set(message.keys()))
    assert len(message["To"].addresses) == 1
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message.get_content_type() == "multipart/alternative"


def test_a_list_with_other_letters_keeps_its_list_id():
    personal = PERSONAL.__class__(**(vars(PERSONAL) | {"list_name": "Ùrachadh “cunbhalach” mu dhìon chloinne"}))
    message = read(Template.of(CONTENT, ORIGIN).for_recipient(personal))
    assert message["List-Id"] == "Ùrachadh “cunbhalach” mu dhìon chloinne <update.hub.example>"


@pytest.mark.parametrize("subject", ["A\nBcc: everybody@example.org", "A\r\nB", "A\x00", "A\u2028B"])
def test_a_subject_with_a_line_break_is_refused(subject):
    with pytest.raises(MessageError):
        Template.of(Content(subject, "", ""), ORIGIN)


@pytest.mark.parametrize(
    "changes",
    [
        {"address": "a@example.org\r\nBcc: b@example.org"},
        {"address": "a@example.org, b@example.org"},
        {"list_name": "A\nB"},
        {"list_id": "a> <b"},
        {"leave_url": "https://hub.example/\r\nX: y"},
        {"leave_url": "https://hub.example/" + "x" * 1000},
        {"message_id": "<a@b>\r\nX: y"},
    ],
)
def test_nothing_that_is_put_into_a_header_can_make_another(changes):
    with pytest.raises(MessageError):
        Template.of(CONTENT, ORIGIN).for_recipient(PERSONAL.__class__(**(vars(PERSONAL) | changes)))


def test_a_long_subject_with_other_letters_comes_back_as_it_was():
    subject = "Ath-sgrùdadh " * 9
    message = Template.of(Content(subject.strip(), "", ""), ORIGIN).for_recipient(PERSONAL)
    assert read(message)["Subject"] == subject.strip()


def test_a_test_message_says_so_in_its_subject():
    assert read(Template.of(as_test(CONTENT), ORIGIN).for_recipient(PERSONAL))["Subject"] == "[TEST] Update 7"


def test_a_signature_covers_both_headers_of_one_click():
    """RFC 8058, section 4: DKIM must cover List-Unsubscribe and List-Unsubscribe-Post."""
    private = Path(__file__).with_name("dkim_test_key.pem").read_bytes()
    message = Template.of(CONTENT, ORIGIN).for_recipient(PERSONAL)
    covered = [b"From", b"To", b"Subject", b"Message-ID", b"List-Unsubscribe", b"List-Unsubscribe-Post"]
    signature = dkim.sign(message, b"s", b"hub.example", private, include_headers=covered)

    def holds(signed: bytes) -> bool:
        return dkim.verify(signed, dnsfunc=lambda name, timeout=5: DKIM_RECORD)

    assert holds(signature + message)
    for name in (b"List-Unsubscribe: <https", b"List-Unsubscribe-Post: List"):
        assert message.count(name) == 1
        assert not holds(signature + message.replace(name, name + b"x"))


def test_answers_go_to_the_address_that_the_edition_names():
    assert read(Template.of(CONTENT, ORIGIN).for_recipient(PERSONAL))["Reply-To"] is None
    named = replace(CONTENT, reply_to="desk@example.org")
    assert read(Template.of(named, ORIGIN).for_recipient(PERSONAL))["Reply-To"] == "desk@example.org"
    with pytest.raises(MessageError):
        Template.of(replace(CONTENT, reply_to="desk@example.org\nBcc: all@example.org"), ORIGIN)
