import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def empty_the_table(apps, schema_editor):
    """Nothing leads to outlines any more, and people's addresses are in them."""
    apps.get_model("home", "ProgrammeOutline").objects.all().delete()


class Migration(migrations.Migration):
    """The program of the last release uses the table during the upgrade; the next release takes it away.

    Until then a row of it keeps no account and no site from being deleted.
    """

    dependencies = [
        ("home", "0007_commitments_come_by_imports"),
    ]

    operations = [
        migrations.RunPython(empty_the_table, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="programmeoutline",
            name="changed_by",
            field=models.ForeignKey(
                blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
                related_name="+", to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="programmeoutline",
            name="site",
            field=models.OneToOneField(
                blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
                related_name="+", to="wagtailcore.site",
            ),
        ),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="ProgrammeOutline")]),
    ]
