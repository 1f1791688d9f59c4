"""What still needs an earlier secret, before it is taken out of the settings."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.operations.secret_uses import SecretUse, secret_uses

HEADING = SecretUse("Secret", "Use", "Earlier", "Until")


class Command(BaseCommand):
    help = "Say what still uses an earlier secret of SECRET_KEY_FALLBACKS and NEWSLETTER_SECRET_FALLBACKS."

    def handle(self, **options: Any) -> None:
        for name in ("SECRET_KEY_FALLBACKS", "NEWSLETTER_SECRET_FALLBACKS"):
            self.stdout.write(f"{name}: {len(getattr(settings, name)) or 'none'}.")
        rows = [HEADING, *secret_uses()]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
