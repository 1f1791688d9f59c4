"""What is published together, and what people without an account say of it.

Everything that others need is imported here; import from `bundles.models`.
"""

from .bundles import Bundle, BundlePage, BundlePost, digest_of  # noqa: F401  re-exported
from .sign_off import SignOffAnswer, SignOffLink  # noqa: F401  re-exported
