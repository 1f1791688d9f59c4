import uuid

from django.db import migrations, models


def keep_no_log(apps, schema_editor):
    """Let PostgreSQL empty the table when it stops without writing all to the disk."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE newsletter_databaserun SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0006_sending")]

    operations = [
        migrations.CreateModel(
            name="DatabaseRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.UUIDField(default=uuid.uuid4)),
            ],
        ),
        migrations.RunPython(keep_no_log, migrations.RunPython.noop),
    ]
