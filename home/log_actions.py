"""What is done to programmes as a whole, by its names in the audit log."""

from cms.base.log_messages import LoggedActions
from cms.sites.models import ProgrammeState

# Each action with its name in filters and its log message.
ACTIONS = LoggedActions(
    "cms.programme.",
    {
        "made": ("Make a programme", "Programme “{name}” made"),
        "copied": ("Copy a programme", "Programme “{name}” made as a copy of “{source}”"),
        "changed": ("Change a programme", "Programme “{name}”: {change} changed"),
        ProgrammeState.ARCHIVED: ("Archive a programme", "Programme “{name}” archived"),
        ProgrammeState.OPEN: ("Reopen a programme", "Programme “{name}” reopened"),
        ProgrammeState.CLOSED: ("Close a programme", "Programme “{name}” closed on {day}"),
    },
)
