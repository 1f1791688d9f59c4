"""What is done to programmes as a whole, by its names in the audit log."""

from wagtail import hooks

from cms.base.log_messages import name_actions
from cms.sites.models import ProgrammeState

ACTION = "cms.programme."
# Each action with its name in filters and its log message.
ACTIONS = {
    ACTION + "made": ("Make a programme", "Programme “{name}” made"),
    ACTION + "copied": ("Copy a programme", "Programme “{name}” made as a copy of “{source}”"),
    ACTION + "changed": ("Change a programme", "Programme “{name}”: {change} changed"),
    ACTION + ProgrammeState.ARCHIVED: ("Archive a programme", "Programme “{name}” archived"),
    ACTION + ProgrammeState.OPEN: ("Reopen a programme", "Programme “{name}” reopened"),
    ACTION + ProgrammeState.CLOSED: ("Close a programme", "Programme “{name}” closed on {day}"),
}


@hooks.register("register_log_actions")
def register_actions(actions) -> None:
    """Name the actions to Wagtail."""
    name_actions(actions, ACTIONS)
