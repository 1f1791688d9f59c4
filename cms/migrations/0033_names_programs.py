from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0032_written_parts"),
    ]

    operations = [
        migrations.AddField(
            model_name="hubsettings",
            name="names_programs",
            field=models.BooleanField(db_default=False, default=False, help_text='At the end of each page that has text as a program with an access token drafted it.', verbose_name='say on public pages that a program helped to write them'),
        ),
    ]
