from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0034_held_documents"),
    ]

    operations = [
        migrations.AddField(
            model_name="hubimage",
            name="is_held",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
