"""The documents that the generator asks, and the templates that it fills."""

import pytest

from cms.graphql.documents import faults
from newsletter.generator.documents import FOLDER, HubQueryError, ask, document, readers_view
from newsletter.generator.editions import template_version


@pytest.mark.django_db
def test_an_answer_with_an_error_makes_no_issue(tree):
    with pytest.raises(HubQueryError, match="“items” got no answer: Variable"):
        ask("items", {}, readers_view())


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.graphql")))
def test_a_document_fits_the_schema_and_has_nothing_unused(name):
    assert list(faults(name, document(name))) == []


def test_no_fragment_is_left_over():
    spread = "\n".join(document(path.stem) for path in FOLDER.glob("*.graphql"))
    for path in (FOLDER / "fragments").iterdir():
        assert path.read_text() in spread


def test_the_version_of_the_templates_changes_with_any_of_them(settings, tmp_path):
    folder = tmp_path / "templates" / "newsletter" / "email"
    folder.mkdir(parents=True)
    settings.PROJECT_ROOT = tmp_path
    (folder / "issue.mjml").write_text("one")
    before = template_version()
    assert template_version() == before
    (folder / "issue.mjml").write_text("two")
    assert template_version() != before
