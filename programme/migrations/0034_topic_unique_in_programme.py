from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0033_theme_unique_in_programme"),
    ]

    # The last release writes rows without a site alone, whose names and slugs were unique and stay so.
    operations = [
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.UniqueConstraint(fields=("site", "slug"), name="programme_topic_slug_own"),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.UniqueConstraint(
                condition=models.Q(("site", None)), fields=("slug",), name="programme_topic_slug_shared"
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.UniqueConstraint(fields=("site", "name"), name="programme_topic_name_own"),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.UniqueConstraint(
                condition=models.Q(("site", None)), fields=("name",), name="programme_topic_name_shared"
            ),
        ),
        migrations.AlterField(
            model_name="topic",
            name="slug",
            field=models.SlugField(help_text="Short form for addresses and filters.", max_length=120),
        ),
        migrations.AlterField(
            model_name="topic",
            name="name",
            field=models.CharField(help_text="As readers should see it.", max_length=120),
        ),
    ]
