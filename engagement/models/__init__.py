"""What people say and what was done about it. Everything public is imported here; import from `engagement.models`."""

from .feedback import Feedback  # noqa: F401  re-exported
from .you_said import YouSaidEntry, YouSaidWeDidPage  # noqa: F401  re-exported
