"""The length of social texts is counted as by the platform. The expected figures follow from its published
configuration."""

import pytest

from programme.social import weighted_length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("a" * 280, 280),
        ("Écoute, François!", 17),
        ("e\N{COMBINING ACUTE ACCENT}", 1),
        ("–“quoted”’", 10),
        ("日本", 4),
        ("\N{BROKEN HEART}", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2),
        ("👍🏽👍🏽", 4),
        ("https://www.gov.scot/publications/a-very-long-address-that-goes-on-and-on-and-on/", 23),
        ("Read https://a.scot/b.", 5 + 23 + 1),
        ("gov.scot and gov.scot/x", 23 + 5 + 23),
        ("end.Start of a sentence", 23),
        ("mail@gov.scot", 13),
        ("(https://a.scot) 日", 1 + 23 + 1 + 1 + 2),
    ],
)
def test_the_weighted_length(text, length):
    assert weighted_length(text) == length
