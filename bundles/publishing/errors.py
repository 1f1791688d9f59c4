"""The exception for a bundle that can't be changed, approved or published."""

from __future__ import annotations


class BundleError(Exception):
    """An action on a bundle isn't possible now, and nothing was changed. Each of `reasons` is a sentence for editors."""

    def __init__(self, *reasons: str):
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)
