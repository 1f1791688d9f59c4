from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0029_organisation_unique_in_programme"),
    ]

    # The last release writes rows without a site alone, whose names and slugs were unique and stay so.
    operations = [
        migrations.AddConstraint(
            model_name="outsiderecord",
            constraint=models.UniqueConstraint(fields=("site", "slug"), name="programme_outsiderecord_slug_own"),
        ),
        migrations.AddConstraint(
            model_name="outsiderecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("site", None)), fields=("slug",), name="programme_outsiderecord_slug_shared"
            ),
        ),
        migrations.AlterField(
            model_name="outsiderecord",
            name="slug",
            field=models.SlugField(help_text="Short form for addresses and filters.", max_length=120),
        ),
    ]
