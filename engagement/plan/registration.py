"""What the plan adds to the hub. Called when the app is ready."""

from cms.editing import attention, diary

from . import calendar, hub_entries, use
from .admin.attention import overdue


def register() -> None:
    """Register what the plan reads, its entries in the team's calendar, its channels of the message house, and its reminder."""
    hub_entries.register()
    use.register()
    attention.reporters.add("engagement.plan", overdue)
    diary.kinds.add("plan", diary.DiaryKind("Plan", calendar.items_in_the_calendar, calendar.offers))
    diary.kinds.add("quiet", diary.DiaryKind("Quiet period", calendar.quiet_periods_in_the_calendar))
