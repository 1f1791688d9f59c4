from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0041_page_count"),
    ]

    operations = [
        migrations.AddField(
            model_name="withholding",
            name="settle_by",
            field=models.DateField(null=True),
        ),
    ]
