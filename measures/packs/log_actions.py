"""What was done with packs, in the log of their meeting."""

from __future__ import annotations

from cms.base.log_messages import LoggedActions

# Each action with its name and its log message.
ACTIONS = LoggedActions(
    "measures.pack_",
    {
        "make": ("Make a meeting's pack", "A pack was made, as of {day}"),
        "link": ("Make a link to a pack", "Link to the pack made for {name}, until {until}"),
        "mail": ("Mail a link to a pack", "Link to the pack mailed to {name}, {email}"),
        "revoke": ("Revoke a link to a pack", "Link of {name} to the pack revoked"),
        "open": ("Open a link to a pack", "{name} looked at the pack"),
    },
)
