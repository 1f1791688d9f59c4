import hashlib
import hmac

from django.conf import settings
from django.db import migrations, models


def name_the_secret(apps, schema_editor):
    """Until now there was one secret: it made all digests that are there."""
    secret = settings.NEWSLETTER_SECRET or settings.SECRET_KEY
    name = hmac.new(secret.encode(), b"fingerprint\0", hashlib.sha256).hexdigest()[:8]
    for model in ("Subscriber", "Suppression"):
        apps.get_model("newsletter", model).objects.exclude(digest="").update(digest_secret=name)


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0001_initial")]

    operations = [
        # With a default in the database: the old program goes on adding rows while this runs.
        migrations.AddField(
            model_name="subscriber",
            name="digest_secret",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=8),
        ),
        migrations.AddField(
            model_name="suppression",
            name="digest_secret",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=8),
        ),
        migrations.RunPython(name_the_secret, migrations.RunPython.noop, elidable=True),
    ]
