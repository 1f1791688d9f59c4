from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0025_signpost_names_and_former_addresses"),
    ]

    # The last release writes rows without a site alone, whose names and slugs were unique and stay so.
    operations = [
        migrations.AddConstraint(
            model_name="signpost",
            constraint=models.UniqueConstraint(fields=("site", "slug"), name="cms_signpost_slug_own"),
        ),
        migrations.AddConstraint(
            model_name="signpost",
            constraint=models.UniqueConstraint(
                condition=models.Q(("site", None)), fields=("slug",), name="cms_signpost_slug_shared"
            ),
        ),
        migrations.AlterField(
            model_name="signpost",
            name="slug",
            field=models.SlugField(help_text="Short form for addresses and filters.", max_length=120),
        ),
    ]
