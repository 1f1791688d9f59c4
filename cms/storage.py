"""Static files in production: names with a digest, compressed, cached for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Follows references in style sheets, but not to source maps from scripts: packages name maps that they don't ship."""

    patterns = tuple(
        (name, rules) for name, rules in CompressedManifestStaticFilesStorage.patterns if not name.endswith(".js")
    )
