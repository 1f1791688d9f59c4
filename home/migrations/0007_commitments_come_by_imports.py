from django.db import migrations


def pass_over_commitments(apps, schema_editor):
    """Let outlines that stand at the step “Commitments”, which is gone, go on with the next."""
    apps.get_model("home", "ProgrammeOutline").objects.filter(step="commitments").update(step="approval")


class Migration(migrations.Migration):

    dependencies = [
        ("home", "0006_evidence_is_made_at_once"),
    ]

    operations = [
        migrations.RunPython(pass_over_commitments, migrations.RunPython.noop, elidable=True),
    ]
