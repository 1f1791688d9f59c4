from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0031_drafted_pages"),
    ]

    operations = [
        migrations.AddField(
            model_name="writtenversion",
            name="accepted",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="writtenversion",
            name="parts",
            field=models.JSONField(db_default={}, default=dict),
        ),
    ]
