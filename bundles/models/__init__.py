"""Bundles, and sign-offs by people without an account.

Everything that others need is imported here; import from `bundles.models`.
"""

from .bundles import Bundle, BundlePage, BundlePost, digest_of  # noqa: F401  re-exported
from .sign_off import SignOffAnswer, SignOffLink  # noqa: F401  re-exported
