"""The fixtures of writing by programs, for proposals too."""

from tests.drafts.conftest import lead, program, program_of  # noqa: F401  fixtures
