import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0005_social_post_site"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField(
            model_name="feedbacktheme",
            name="site",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="wagtailcore.site",
                verbose_name="programme",
            ),
        ),
        migrations.AlterField(
            model_name="feedbacktheme",
            name="name",
            field=models.CharField(help_text="Such as “Too many abbreviations”.", max_length=60),
        ),
    ]
