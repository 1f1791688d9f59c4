from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0023_signpost_site"),
    ]

    operations = [
        migrations.AddField(
            model_name="hubsettings",
            name="demonstration",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Tick this if everything here is invented: all pages and mails then say so, and search engines are kept out.",
                verbose_name="demonstration",
            ),
        ),
    ]
