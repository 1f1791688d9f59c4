"""What docs/newsletter.md tells frontends to send is what the endpoint takes."""

import re
from pathlib import Path

from tests import factories

GUIDE = Path(__file__).resolve().parent.parent.parent.parent / "docs" / "newsletter.md"


def test_the_mutation_in_the_guide_is_answered(tree, data):
    factories.MailingListFactory(name="Regular update", slug="update")
    document = re.search(r"`(mutation Join.*)`", GUIDE.read_text()).group(1)
    answer = data(document, input={"email": "ada@example.org", "page": "/news/"})
    assert answer["subscribe"]["message"]


def test_the_field_with_the_wording_is_answered(tree, data):
    document = re.search(r"`(\{ subscribeWording \})`", GUIDE.read_text()).group(1)
    assert data(document)["subscribeWording"]
