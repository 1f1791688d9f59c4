"""Sends a spreadsheet of actions to the hub: python actions.py actions.csv /work-streams/neglect/

The columns are number, text and due. Run it as often as you like: it writes only what differs. `actions.json`, beside the
spreadsheet, keeps which draft was made for which number, because the hub lists no draft.
"""

import csv
import hashlib
import json
import sys
from pathlib import Path

from hub import ask, page_at, write

PUBLIC = """query ($path: String!, $number: Int!) {
  commitments(first: 1, where: { number: { eq: $number }, kind: { eq: "action" }, workStream: { path: { eq: $path } } }) {
    nodes { id } } }"""
DRAFT = """query ($id: ID!) { draft(id: $id) { version { id }
  page { ... on CommitmentPage { due text { plainText } } } } }"""


def main(file: Path, stream: str) -> None:
    kept = file.with_suffix(".json")
    made = json.loads(kept.read_text()) if kept.exists() else {}
    with file.open(newline="", encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            if not made.get(row["number"]):
                found = ask(PUBLIC, path=stream, number=int(row["number"]))["commitments"]["nodes"]
                made[row["number"]] = found[0]["id"] if found else create(row, stream)
                kept.write_text(json.dumps(made))
                if not found:
                    continue
            change(made[row["number"]], row)


def create(row: dict, stream: str) -> str | None:
    print(f"Action {row['number']}: new")
    given = {"title": f"Action {row['number']}", "kind": "action", "number": int(row["number"])}
    content = given | {"text": {"markdown": row["text"]}, "due": row["due"]}
    draft = write("createDraft", parent=page_at(stream), content={"commitmentPage": content}, idempotencyKey=key(row))
    return draft and draft["page"]["id"]


def change(id: str, row: dict) -> None:
    draft = ask(DRAFT, id=id)["draft"]
    if draft is None:
        return print(f"Action {row['number']}: its page is gone, or the person behind the token may not edit it")
    page, version = draft["page"], (draft["version"] or {"id": ""})["id"]
    content = {} if page["due"] == row["due"] else {"due": row["due"]}
    if page["text"]["plainText"].strip() != row["text"].strip():
        content["text"] = {"markdown": row["text"]}
    print(f"Action {row['number']}: {' and '.join(content) or 'nothing'} changed")
    if content:
        given = {"id": id, "version": version, "content": {"commitmentPage": content}}
        write("changeDraft", **given, idempotencyKey=key(row, version))


def key(row: dict, *more: str) -> str:
    return "actions-" + hashlib.sha256(json.dumps([row, *more]).encode()).hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
