"""The documents of the frontends fit the schema and the limits for readers, and have every type of page and of block."""

import json

import pytest
from graphql import build_schema

from cms.graphql.manifests.services import faults_of
from cms.graphql.schema import SDL_FILE
from tests import hubs

MANIFEST = hubs.ROOT / "frontends" / "shared" / "src" / "generated" / "persisted-documents.json"
DOCUMENTS = json.loads(MANIFEST.read_text())


@pytest.mark.parametrize("identifier", DOCUMENTS, ids=lambda identifier: DOCUMENTS[identifier][:30])
def test_a_document_of_the_frontends_fits_the_schema_and_the_limits(identifier):
    assert list(faults_of(identifier, DOCUMENTS[identifier])) == []


def test_every_type_of_page_and_of_block_is_in_the_document_of_a_page():
    schema = build_schema(SDL_FILE.read_text())
    types = schema.type_map
    pages = [each.name for each in schema.get_implementations(types["Page"]).objects]
    blocks = [each.name for union in ("ProgrammeStreamBlock", "IssueStreamBlock") for each in types[union].types]
    (route,) = [text for text in DOCUMENTS.values() if text.startswith("query Route(")]
    assert [name for name in [*pages, *blocks] if f"on {name}{{" not in route] == []
