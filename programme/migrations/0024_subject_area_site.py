import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0023_policy_area_site"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField(
            model_name="subjectarea",
            name="site",
            field=models.ForeignKey(
                blank=True,
                help_text="The programme that it belongs to. “All programmes” if they share it.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="wagtailcore.site",
                verbose_name="only for",
            ),
        ),
    ]
