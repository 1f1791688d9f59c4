"""E-mail addresses, as typed and as compared."""

from __future__ import annotations

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

LONGEST = 254  # RFC 5321, section 4.5.3.1.3, without the angle brackets


class InvalidAddressError(ValueError):
    """A text isn't an e-mail address. The message is a sentence for the person who typed it, `code` that of forms."""

    def __init__(self, message: str, code: str = "invalid"):
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Address:
    """One mailbox. Messages go to `typed`; addresses are compared by `normalised`."""

    typed: str
    normalised: str


def normalise(address: str) -> Address:
    """Return the address with its two forms. Raises InvalidAddressError.

    Letters are compared without regard to case on both sides of the @: a server may tell them apart (RFC 5321, section
    2.4), but none in use does, and `A@x` and `a@x` are one person. Domains in other scripts are compared as they are
    written (RFC 5895). No name server is asked: an address that takes no mail never confirms.
    """
    typed = address.strip()
    if not typed:
        raise InvalidAddressError("Enter your e-mail address.", "required")
    if len(typed) > LONGEST:
        raise InvalidAddressError(f"An e-mail address can have at most {LONGEST} characters.", "max_length")
    try:
        found = validate_email(typed, check_deliverability=False)
    except EmailNotValidError:
        raise InvalidAddressError("Enter an e-mail address in the correct format, like name@example.com.") from None
    normalised = found.normalized.lower()
    if max(len(found.normalized), len(normalised)) > LONGEST:
        raise InvalidAddressError(f"An e-mail address can have at most {LONGEST} characters.", "max_length")
    return Address(found.normalized, normalised)


def for_the_wire(address: str) -> str:
    """Return the address as every mail server understands it: its domain in ASCII (RFC 5890), if its name is in ASCII.

    One with a name in other letters is returned as it is; only servers with SMTPUTF8 (RFC 6531) take it.
    """
    name, _, domain = address.rpartition("@")
    if domain.isascii() or not name.isascii():
        return address
    # Not Python's own `idna`, which is from 2003: it turns “ß” into another domain.
    return f"{name}@{validate_email(address, check_deliverability=False).ascii_domain}"
