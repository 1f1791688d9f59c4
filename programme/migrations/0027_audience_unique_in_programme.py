from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0026_topic_site"),
    ]

    # The last release writes rows without a site alone, whose names and slugs were unique and stay so.
    operations = [
        migrations.AddConstraint(
            model_name="audience",
            constraint=models.UniqueConstraint(fields=("site", "slug"), name="programme_audience_slug_own"),
        ),
        migrations.AddConstraint(
            model_name="audience",
            constraint=models.UniqueConstraint(
                condition=models.Q(("site", None)), fields=("slug",), name="programme_audience_slug_shared"
            ),
        ),
        migrations.AddConstraint(
            model_name="audience",
            constraint=models.UniqueConstraint(fields=("site", "name"), name="programme_audience_name_own"),
        ),
        migrations.AddConstraint(
            model_name="audience",
            constraint=models.UniqueConstraint(
                condition=models.Q(("site", None)), fields=("name",), name="programme_audience_name_shared"
            ),
        ),
        migrations.AlterField(
            model_name="audience",
            name="slug",
            field=models.SlugField(help_text="Short form for addresses and filters.", max_length=120),
        ),
        migrations.AlterField(
            model_name="audience",
            name="name",
            field=models.CharField(help_text="As readers should see it.", max_length=120),
        ),
    ]
