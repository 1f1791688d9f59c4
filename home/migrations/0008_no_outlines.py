from django.db import migrations


def empty_the_table(apps, schema_editor):
    """Nothing leads to outlines any more, and people's addresses are in them. Rows would keep accounts from being deleted."""
    apps.get_model("home", "ProgrammeOutline").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("home", "0007_commitments_come_by_imports"),
    ]

    operations = [
        migrations.RunPython(empty_the_table, migrations.RunPython.noop, elidable=True),
        # The program of the last release uses the table during the upgrade; the next release takes it away.
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="ProgrammeOutline")]),
    ]
