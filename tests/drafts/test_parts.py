"""Which parts of a page are still as a program wrote them, from the versions that were saved."""

import json
from dataclasses import dataclass, field

import pytest

from cms.drafts.parts import PartShape, by_programs, parts_of, unchecked, written_parts

SHAPE = PartShape(("title", "summary", "body"), frozenset({"body"}), {"sources": ("title", "address")})


@dataclass
class Version:
    parts: dict[str, str]
    accepted: list[str] = field(default_factory=list)


def page(title="", summary="", body=(), sources=()):
    blocks = [{"type": "text", "value": text, "id": key} for key, text in body]
    return {
        "title": title,
        "summary": summary,
        "body": json.dumps(blocks),
        "sources": [{"pk": None, "title": one, "address": ""} for one in sources],
    }


class Chain:
    """A page that programs and people save in turn."""

    def __init__(self):
        self.versions, self.now = [], page()

    def program(self, *given, **values):
        before, self.now = parts_of(self.now, SHAPE), self.now | page(**values)
        self.versions.append(Version(written_parts(before, parts_of(self.now, SHAPE), given or values)))
        return self

    def person(self, **values):
        self.now = self.now | page(**values)
        return self

    def accept(self, path):
        unchecked(self.versions, parts_of(self.now, SHAPE))[path].accepted.append(path)
        return self

    @property
    def marked(self):
        return [path.partition(".")[0] + path[path.find(".") :][:2] * ("." in path) for path in self.found(unchecked)]

    def found(self, which):
        return list(which(self.versions, parts_of(self.now, SHAPE)))


@pytest.fixture
def chain():
    return Chain()


FIRST = {"title": "First", "summary": "It met."}


def test_what_a_program_gave_is_marked_and_what_is_empty_isnt(chain):
    assert chain.program(title="First").marked == ["title"]


def test_what_a_program_sends_unchanged_isnt_its_text(chain):
    assert chain.person(**FIRST).program(**FIRST | {"summary": "It met twice."}).marked == ["summary"]


def test_what_changes_by_itself_isnt_the_programs(chain):
    assert chain.program("title", **FIRST).marked == ["title"]


def test_a_person_who_saves_without_a_change_leaves_the_mark_and_a_change_takes_it(chain):
    assert chain.program(**FIRST).person(**FIRST).marked == ["title", "summary"]
    assert chain.person(**FIRST | {"title": "Our own"}).marked == ["summary"]


def test_what_a_program_writes_again_is_marked_again(chain):
    chain.program(**FIRST).person(**FIRST | {"title": "Our own"}).program(**FIRST | {"title": "Better"})
    assert chain.marked == ["title", "summary"]


def test_accepted_text_isnt_marked_until_a_program_writes_another(chain):
    chain.program(**FIRST).accept("title")
    assert chain.marked == ["summary"]
    assert chain.found(by_programs) == ["title", "summary"]
    assert chain.program(**FIRST | {"title": "Better"}).marked == ["title", "summary"]


def test_blocks_are_parts_by_their_uuid_wherever_they_stand(chain):
    chain.program(body=[("a", "One"), ("b", "Two")])
    assert chain.marked == ["body.a", "body.b"]
    assert chain.person(body=[("b", "Two"), ("c", "Three"), ("a", "One, changed")]).marked == ["body.b"]


def test_rows_are_parts_by_their_values_whatever_their_key(chain):
    chain.program(sources=["one", "two"])
    chain.now["sources"] = [{"pk": 7, "title": "two", "address": ""}, {"pk": 8, "title": "1", "address": ""}]
    assert len(chain.marked) == 1


def test_the_keys_of_paragraphs_are_no_text():
    keyed, plain = ('<p data-block-key="x1">Hello</p>', "<p>Hello</p>")
    assert parts_of(page(summary=keyed), SHAPE) == parts_of(page(summary=plain), SHAPE)
    assert parts_of(page(body=[("a", keyed)]), SHAPE) == parts_of(page(body=[("a", plain)]), SHAPE)
