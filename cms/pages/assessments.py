"""Assessments of a page's texts, which a later room makes: the forms ask for them here."""

from collections.abc import Callable
from typing import Any

from cms.base.registry import Registry

# `PUBLICATION` takes a page, its site and the rows of its form, and returns a judgement with the findings that stop a
# publication, the findings that need a reason, and the first as errors by field.
PUBLICATION = "publication"
LONGEST_REASON = 500

assessments: Registry[Callable[..., Any]] = Registry("assessment of a page")
