"""For any input, the endpoint answers in one shape with a code, and never with an internal error."""

import json
from urllib.parse import urlencode

import pytest
from graphql import get_named_type, is_composite_type, is_required_argument
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.graphql.errors import ErrorCode
from cms.graphql.schema import get_schema
from cms.tokens.scopes import READ_DRAFTS

CODES = {str(code) for code in ErrorCode} - {"INTERNAL"}
POISON = [
    None,
    True,
    -1,
    2**31,
    2**63,
    10**400,
    1.5,
    -0.0,
    "",
    " ",
    "\0",
    "a\0b",
    "x" * 30_000,
    "\N{BYTE ORDER MARK}\N{RIGHT-TO-LEFT OVERRIDE}\N{ARABIC-INDIC DIGIT ONE}",
    "'; DROP TABLE wagtailcore_page; --",
    '"%_\\*(',
    "../../../etc/passwd",
    "http://[",
    "2019-02-30",
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59:59.999999-23:59",
    "٢٠١٩-٠١-٠١",
    [],
    [None],
    [[[["x"]]]],
    {},
    {"": {"\0": []}},
    {"__proto__": 1},
]
# Values that some argument type accepts, or almost accepts.
FITTING = [
    None,
    True,
    -1,
    2**31 - 1,
    2**63,
    "a\0b",
    "x" * 30_000,
    "'\"%_\\(*",
    "0001-01-01",
    "9999-12-31",
    [None],
    {"": 1},
]
BODIES = {
    "nothing": b"",
    "a null byte": b"\0",
    "not UTF-8": b'{"query": "\xff\xfe"}',
    "UTF-16": json.dumps({"query": "{ __typename }"}).encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"query": "{ __typename }"}',
    "lone surrogates": rb'{"query": "{ route(path: \"\ud800\") { __typename } }"}',
    "a lone surrogate in a variable": rb'{"query": "{ __typename }", "variables": {"\udfff": 1}}',
    "a megabyte": json.dumps({"query": "{" + " a" * 500_000 + "}"}).encode(),
    "a deep list": b"[" * 200_000,
    "a deep object": b'{"query": "{ __typename }", "variables": ' + b'{"a":' * 900 + b"1" + b"}" * 901,
    "deeper": b'{"query": "{ __typename }", "variables": ' + b'{"a":' * 20_000 + b"1" + b"}" * 20_001,
    "an endless number": b'{"query": "{ __typename }", "variables": {"a": ' + b"9" * 10_000 + b"}}",
    "no number": b'{"query": "{ __typename }", "variables": {"a": NaN}}',
    "infinity": b'{"query": "{ __typename }", "variables": {"a": 1e999}}',
    "a batch": b'[{"query": "{ __typename }"}]',
    "a null byte in the document": rb'{"query": "{ site { name\u0000 } }"}',
    "a null byte in the name": rb'{"query": "query A { __typename }", "operationName": "A\u0000"}',
    "brackets": json.dumps({"query": "{" * 30_000}).encode(),
    "lists": json.dumps({"query": "{ route(path: " + "[" * 3_000 + "]" * 3_000 + ") { __typename } }"}).encode(),
    "an integer without end": json.dumps({"query": "{ news(first: " + "9" * 60_000 + ") { totalCount } }"}).encode(),
    "a float without end": json.dumps({"query": "{ news(first: 1e" + "9" * 60_000 + ") { totalCount } }"}).encode(),
    "a mutation": b'{"query": "mutation { __typename }"}',
    "a subscription": b'{"query": "subscription { __typename }"}',
    "a definition of types": b'{"query": "type Query { a: Int } extend type Query { b: Int }"}',
}


PERSPECTIVES = [
    *("", "=", "drafts=\0", "DRAFTS", "at", "bundle", "é" * 100, "a" * 9_000, "at=" + "9" * 5_000, "\N{NULL}"),
    *("at=0001-01-01T00:00:00+23:59", "at=9999-12-31T23:59:59.999999-23:59", "at=2019-02-30T00:00:00Z", "at=1e9"),
    *("bundle=-1", "bundle=0", "bundle=1e3", "bundle=" + "9" * 5_000, "bundle=1 OR 1=1", "bundle=٧", "bundle=%37"),
]


@pytest.fixture
def sound(tree, client, caplog):
    """Send a request and check the shape of the answer; returns the codes."""

    def send(method="post", path="/graphql/", body=b"", content_type="application/json", **headers):
        if method == "get":
            response = client.get(path, headers=headers)
        else:
            response = client.post(path, body, content_type=content_type, headers=headers)
        assert response.status_code in {200, 400, 403, 404, 405, 406, 413, 415}, response.content
        assert response["Content-Type"].split(";")[0] in {"application/json", "application/graphql-response+json"}
        answer = json.loads(response.content, parse_constant=pytest.fail)
        assert {"data", "errors"} & set(answer)
        assert set(answer) <= {"data", "errors"}
        codes = set()
        for error in answer.get("errors", ()):
            assert set(error) <= {"message", "extensions", "locations", "path"}
            assert len(error["message"]) <= 500
            codes.add(error["extensions"]["code"])
        assert codes <= CODES
        assert response.status_code == 200 or codes
        return codes

    yield send
    assert caplog.text == ""


def test_no_body_is_a_fault(sound, subtests):
    for name, body in BODIES.items():
        with subtests.test(name):
            sound(body=body)
            sound(body=body, accept="application/graphql-response+json")


def test_no_body_with_a_token_is_a_fault(sound, scoped, subtests):
    for name, body in BODIES.items():
        with subtests.test(name):
            sound(body=body, **scoped)


def test_no_perspective_is_a_fault(sound, headers_for):
    token = headers_for(READ_DRAFTS)
    for value in PERSPECTIVES:
        codes = sound("get", "/graphql/?query={site{name}}", **token | {"Hub-Perspective": value})
        assert codes <= {"INVALID_PERSPECTIVE", "UNKNOWN_BUNDLE"}, value
        assert codes, value
    assert sound("get", "/graphql/?query={site{name}}", **token) == set()


@pytest.mark.parametrize("key", ["query", "variables", "operationName", "extensions"])
def test_no_value_in_a_request_is_a_fault(sound, subtests, key):
    for value in POISON:
        with subtests.test(repr(value)[:30]):
            sound(body=json.dumps({"query": "query A { site { name } }"} | {key: value}).encode())


def test_no_query_string_is_a_fault(sound, subtests):
    for query in (
        "query=%00",
        "query=%ff%fe",
        "query=%",
        "query={site{name}}&variables=%00",
        "query={site{name}}&variables={",
        "query={site{name}}&variables=[1]&extensions=2",
        "query={site{name}}&query={nothing}",
        "&&&&===&",
        "query=" + "a" * 70_000,
        "query={site{name}}&variables=" + "[" * 20_000,
        urlencode({"query": "{ __typename }", "variables": json.dumps({"a": "x" * 40_000})}),
    ):
        with subtests.test(query[:40]):
            sound("get", f"/graphql/?{query}")


def test_no_header_is_a_fault(sound, subtests):
    for accept in ("", ",", "*", "a/b;q=x", "application/json;q=-1", "\t", "*/*;q=0", "é" * 100, "a" * 9_000):
        with subtests.test(accept[:20]):
            sound(body=b'{"query": "{ __typename }"}', accept=accept)


def test_no_value_of_an_argument_is_a_fault(sound, subtests):
    """Each argument of each root field takes each kind of value, as a variable of its type."""
    for field, definition in get_schema().query_type.fields.items():
        leaf = " { __typename }" if is_composite_type(get_named_type(definition.type)) else ""
        for name, argument in definition.args.items():
            needed = [other for other, kind in definition.args.items() if is_required_argument(kind) and other != name]
            declared = ", ".join(f"${other}: {definition.args[other].type}" for other in (name, *needed))
            passed = ", ".join(f"{other}: ${other}" for other in (name, *needed))
            query = f"query ({declared}) {{ {field}({passed}){leaf} }}"
            with subtests.test(f"{field}({name}: {argument.type})"):
                for value in FITTING:
                    variables = dict.fromkeys((name, *needed), value)
                    sound(body=json.dumps({"query": query, "variables": variables}).encode())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=12,
    ),
    st.text(alphabet='{}()[]:!$@&|=."#,\\ \n\0aé😀1-_', max_size=60),
)
def test_no_invented_request_is_a_fault(sound, value, text):
    sound(body=json.dumps({"query": text, "variables": value}).encode())
    query = "query A($path: String!, $n: Int) { route(path: $path) { __typename } news(first: $n) { totalCount } }"
    sound(body=json.dumps({"query": query, "variables": {"path": text, "n": value}}).encode())
