import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0022_programmesite_collection"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField(
            model_name="signpost",
            name="site",
            field=models.ForeignKey(
                blank=True,
                help_text="The programme whose readers it is for. Empty: for those of all.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="wagtailcore.site",
                verbose_name="only for",
            ),
        ),
    ]
