import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0019_audience_site"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField(
            model_name="glossaryterm",
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
