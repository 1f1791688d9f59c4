"""What is said when a bundle can't be changed, approved or published."""

from __future__ import annotations


class BundleError(Exception):
    """Something can't be done to a bundle now, and nothing was changed. Each of `reasons` is a sentence for editors."""

    def __init__(self, *reasons: str):
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)
