"""The quarter from its plan to what readers have of it."""

from __future__ import annotations

from . import editor, lead, owners, readers
from .people import Quarter

FIRST, SECOND = "Recommendation 1:", "Recommendation 2:"


def play(quarter: Quarter) -> None:
    """Plan, ask, report, decide, write, send and read."""
    leads, edits, reads = quarter.signed_in("lead"), quarter.signed_in("editor"), quarter.window()
    lead.plan(quarter, leads)
    for commitment, owner in ((FIRST, owners.MORAG), (SECOND, owners.FERGUS)):
        lead.ask_owner(leads, commitment, owner)
    subscriber = readers.subscribe(quarter)

    reporting = owners.report(quarter)
    link = owners.read_and_forget(quarter)
    readers.look_for_report(quarter, reads, is_public=False)
    lead.return_report(leads, FIRST)
    owners.answer_question(quarter, reporting, lead.QUESTION)
    readers.look_for_report(quarter, reads, is_public=False)
    lead.approve_report(quarter, leads, FIRST, owners.NOTE)
    readers.look_for_report(quarter, reads, is_public=True)
    lead.send_link_again(leads, SECOND)
    readers.try_closed_link(reads, link)

    editor.write_news(quarter, edits)
    lead.approve(leads, lead.NEWS, "Approve and publish", "is approved and published.")
    editor.write_posts(quarter, edits)
    editor.make_issue(quarter, edits)
    lead.approve(leads, "Regular update, issue 22", "Approve", "is approved.")
    editor.send_issue(quarter, edits)
    readers.receive(quarter, subscriber, editor.SUBJECT, lead.NEWS)
    readers.read_and_register(quarter, lead.NEWS)
    lead.look_back(leads)
