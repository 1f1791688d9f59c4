"""Static files in production: names with a digest, compressed, cached indefinitely."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Follows references in style sheets, but not references to source maps in scripts: packages name maps that they
    don't ship.

    While nothing is collected, files have their plain names: pages then lack their styles, but readers are answered. The
    doctor says so.
    """

    patterns = tuple(
        (name, rules) for name, rules in CompressedManifestStaticFilesStorage.patterns if not name.endswith(".js")
    )

    def create_compressor(self, **kwargs):
        # By gzip alone: whitenoise would use Brotli's best quality, which takes minutes at the first start of a hub.
        return super().create_compressor(use_brotli=False, **kwargs)

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.is_collected else name

    @property
    def is_collected(self) -> bool:
        """Whether `collectstatic` has run."""
        return bool(self.hashed_files)
