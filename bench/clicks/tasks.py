"""Fifteen tasks of a communications team, each from the dashboard, by menus and links alone.

A task takes the people of the team by name, and fails where something that it needs isn't found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.clicks.person import Person


@dataclass
class Team:
    """The people of the team, and files that they add."""

    moderator: Person
    lead: Person
    root: Person
    picture: Path
    document: Path


def news(team: Team) -> None:
    """Publish news with a picture about a work stream."""
    who = team.moderator
    who.follow("Write news")
    who.type("Title", "A day in Dundee")
    who.type("Summary", "What we saw there.")
    who.add_text("It went well.")
    who.press("Choose an image")
    who.press("Upload", "tab", inside=".modal")
    who.attach("File", team.picture, inside=".modal")
    who.type("Title", "A meeting room", inside=".modal")
    who.type("Alternative text", "People around a table", inside=".modal")
    who.press("Upload", inside=".modal")
    who.tick("Neglect")
    who.press("Publish", inside="footer")
    who.sees("published", inside=".messages")


def scheduled_news(team: Team) -> None:
    """Write news that is published at nine on a day to come."""
    who = team.moderator
    who.follow("Write news")
    who.type("Title", "Guidance comes on Friday")
    who.type("Summary", "It is about neglect.")
    who.press("Toggle status")
    who.press("Set schedule")
    who.type("Go live date/time", "4 December 2026 9am", inside="[role=dialog]")
    who.press("Schedule", inside="[role=dialog]")
    who.sees("4 December 2026", inside=".messages")


def progress(team: Team) -> None:
    """Record that an action is complete, with a note."""
    who = team.moderator
    who.follow("Record progress")
    who.follow("Action 1: line up policies on neglect")
    who.choose("Status", "Complete")
    who.type("Note", "All policies say the same.")
    who.press("Record progress")
    who.sees("The entry is published", inside=".messages")


def meeting(team: Team) -> None:
    """Publish a meeting of the leadership group with what was said."""
    who = team.moderator
    who.follow("Add a meeting")
    who.follow("National Child Protection Leadership Group", inside="main")
    who.type("Title", "Meeting in November")
    who.type("Date", "20 November 2026")
    who.choose("State", "Minutes in draft")
    who.add_text("The group agreed the plan.", "minutes")
    who.press("Publish", inside="footer")
    who.sees("published", inside=".messages")


def publication(team: Team) -> None:
    """Publish a report with its document."""
    who = team.moderator
    who.add("Publication")
    who.type("Title", "Report of the year")
    who.type("Summary", "All that was done.")
    who.press("Add document")
    who.press("Choose a document")
    who.press("Upload", "tab", inside=".modal")
    who.type("Title", "Report of the year", inside=".modal")
    who.attach("File", team.document, inside=".modal")
    who.press("Upload", inside=".modal")
    who.choose("Kind", "Report")
    who.type("Date", "20 November 2026")
    who.press("Publish", inside="footer")
    who.sees("published", inside=".messages")


def issue(team: Team) -> None:
    """Make the next issue from what is new, test it, and submit it."""
    who = team.moderator
    who.press("New issue, with what is new since the last")
    who.type("Preview line", "A day in Dundee.")
    who.wait_until_saved()
    who.press("Newsletter", "tab")
    who.follow("Check, test and send")
    who.press("Send a test")
    who.sees("sent", inside=".messages")
    who.follow("Edit the issue")
    who.press("Submit to", inside="footer")
    who.sees("submitted", inside=".messages")


def bundle(team: Team) -> None:
    """Put two drafts into a bundle, and give an outsider a link to read it."""
    who = team.moderator
    who.add("Bundle")
    who.type("Name", "Launch of the guidance")
    who.press("Create")
    for title in ("First draft", "Second draft"):
        who.press(title, inside="main")
        who.sees(f"“{title}” was added", inside=".messages")
    who.type("Name", "The minister's office")
    who.press("Make a link")
    who.sees("The minister's office")
    who.press("Ask for review")


def approval(team: Team) -> None:
    """Approve a colleague's page from the dashboard."""
    who = team.lead
    who.follow("Training in Perth")
    who.press("Approve", inside="footer")
    who.sees("Training in Perth", inside=".messages")


def answer(team: Team) -> None:
    """Answer a reader's question by mail."""
    who = team.moderator
    who.follow("Feedback F-", inside="main")
    who.follow("Answer by e-mail")
    who.type("Your answer", "It is on our page about neglect.")
    who.press("Send", inside="main")
    who.sees("answer", inside=".messages")


def engagement(team: Team) -> None:
    """Log a visit, with whom and about what."""
    who = team.moderator
    who.add("Engagement")
    who.type("Title", "Visit to Aberlour")
    who.choose("Kind", "Meeting")
    who.tick("Aberlour")
    who.tick("Neglect")
    who.press("Create")
    who.sees("created", inside=".messages")


def post(team: Team) -> None:
    """Plan a social post."""
    who = team.moderator
    who.add("Social post")
    who.choose_first("Channel")
    who.type("Text", "The guidance on neglect is out.")
    who.type("Planned for", "1 December 2026")
    who.press("Create")
    who.sees("created", inside=".messages")


def event(team: Team) -> None:
    """Announce an event."""
    who = team.moderator
    who.add("Event")
    who.type("Title", "Conference in Perth")
    who.type("Summary", "A day about neglect.")
    who.choose_first("Kind")
    who.type("Start", "10 December 2026 10am")
    who.type("End", "10 December 2026 4pm")
    who.press("Publish", inside="footer")
    who.sees("published", inside=".messages")


def correction(team: Team) -> None:
    """Find a page by words of its text, and correct its summary."""
    who = team.moderator
    who.search("use the research on neglect")
    who.follow("Action 2: use the research on neglect", inside="main")
    who.press("Publish", inside="footer")
    who.sees("published", inside=".messages")


def profile(team: Team) -> None:
    """Add a colleague's profile, who leads a work stream."""
    who = team.moderator
    who.add("Member of the team")
    who.type("Title", "Ada Lovelace")
    who.press("Add duty")
    who.choose("Kind", "Leads", inside="#id_duties-FORMS")
    who.press("Choose a page", inside="#id_duties-FORMS")
    who.follow("Neglect", inside=".modal")
    who.type("As at", "20 November 2026")
    who.press("Publish", inside="footer")
    who.sees("published", inside=".messages")


def colleague(team: Team) -> None:
    """Give a new colleague an account."""
    who = team.root
    who.add("Account for a colleague")
    who.type("Username", "grace")
    who.type("Email", "grace@example.org")
    who.type("First name", "Grace")
    who.type("Last name", "Hopper")
    who.click(who.page.get_by_label("Editors:").first)
    who.press("Create", inside="footer")
    who.sees("Grace Hopper has an account", inside=".messages")


TASKS: dict[str, Callable[[Team], None]] = {
    "News with a picture": news,
    "News on a schedule": scheduled_news,
    "An entry of progress": progress,
    "A meeting with minutes": meeting,
    "A publication with its document": publication,
    "An issue, tested and submitted": issue,
    "A bundle of two drafts": bundle,
    "Approving a page": approval,
    "Answering feedback": answer,
    "Logging an engagement": engagement,
    "Planning a social post": post,
    "An event": event,
    "Finding and correcting a page": correction,
    "A profile with its duty": profile,
    "An account for a colleague": colleague,
}
