"""One mailbox is one person, in whatever script and case."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from newsletter.choices import EditionAudience
from newsletter.models import MailingList
from newsletter.people.addresses import InvalidAddressError, for_the_wire, normalise


@pytest.mark.parametrize(
    ("typed", "kept", "compared"),
    [
        ("Ada@Example.ORG", "Ada@example.org", "ada@example.org"),
        (" ada@example.org ", "ada@example.org", "ada@example.org"),
        ("ada@BÜCHER.example.org", "ada@bücher.example.org", "ada@bücher.example.org"),
        ("ada@xn--bcher-kva.example.org", "ada@bücher.example.org", "ada@bücher.example.org"),
        ("ada+news@example.org", "ada+news@example.org", "ada+news@example.org"),
    ],
)
def test_forms_of_an_address(typed, kept, compared):
    address = normalise(typed)
    assert (address.typed, address.normalised) == (kept, compared)


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("Ada@example.org", "Ada@example.org"),
        ("ada@bücher.example.org", "ada@xn--bcher-kva.example.org"),
        ("ada@straße.example.org", "ada@xn--strae-oqa.example.org"),
        ("ädä@bücher.example.org", "ädä@bücher.example.org"),
    ],
)
def test_how_a_mail_server_is_told(address, wire):
    assert for_the_wire(address) == wire


@given(st.text())
def test_anything_typed_is_an_address_or_told_in_a_sentence(text):
    try:
        address = normalise(text)
    except InvalidAddressError as error:
        assert str(error).endswith(".")
    else:
        assert normalise(address.normalised).normalised == address.normalised
        assert "\n" not in address.typed


@pytest.mark.parametrize("domains", ["@gov.scot", "gov.scot, example.org", "ada@gov.scot", "scot"])
def test_what_is_no_domain_is_told_at_the_list(domains):
    made = MailingList(name="Staff", slug="staff", kind=EditionAudience.INTERNAL, allowed_domains=domains)
    with pytest.raises(ValidationError, match="isn't a domain"):
        made.clean()


@pytest.mark.parametrize("name", ["Up\ndate", "Up\u2028date"])
def test_a_lists_name_must_fit_in_a_header(name):
    with pytest.raises(ValidationError, match="line break"):
        MailingList(name=name, slug="update").clean()
