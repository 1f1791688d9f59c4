"""The people of a team: their names and the names of their roles."""

PASSWORD = "for the count of clicks"  # noqa: S105  of a hub that lives as long as the bench
TEAM = {
    "editor": ["Editors"],
    "moderator": ["Moderators", "Newsletter senders"],
    "lead": ["Programme leads"],
    "root": [],
}
