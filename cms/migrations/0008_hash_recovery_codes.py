"""Recovery codes that could be read become what they hash to; they go on opening once each."""

import secrets

from django.db import migrations
from django.utils.crypto import pbkdf2

# As in `cms.models.recovery`, which may change; what is written here may not.
ITERATIONS = 100_000


def hash_codes(apps, schema_editor):
    devices = apps.get_model("otp_static", "StaticDevice").objects
    codes_of = {}
    for user, code in devices.filter(confirmed=True).values_list("user", "token_set__token"):
        codes_of.setdefault(user, []).extend([code] if code else [])
    for user, codes in codes_of.items():
        salt = secrets.token_hex(16)
        apps.get_model("cms", "RecoveryCodes").objects.create(
            user_id=user,
            name="Recovery codes",
            salt=salt,
            digests=[pbkdf2(code, salt, ITERATIONS).hex() for code in codes],
        )
    devices.all().delete()  # with all that could be read


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0007_recovery_codes"),
        ("otp_static", "0003_add_timestamps"),
    ]

    operations = [migrations.RunPython(hash_codes, migrations.RunPython.noop)]
