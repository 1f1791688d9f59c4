from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0033_names_programs"),
    ]

    operations = [
        migrations.AddField(
            model_name="hubdocument",
            name="is_held",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
