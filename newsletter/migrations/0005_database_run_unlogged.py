from django.db import migrations


def keep_no_log(apps, schema_editor):
    """Let PostgreSQL empty the table when it stops without writing all to the disk."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE newsletter_databaserun SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0004_newsletter")]

    operations = [migrations.RunPython(keep_no_log, migrations.RunPython.noop)]
