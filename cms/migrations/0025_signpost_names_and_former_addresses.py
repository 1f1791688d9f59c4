import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0024_hubsettings_demonstration"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hostname", models.CharField(blank=True, max_length=255)),
                ("path", models.SlugField(blank=True, max_length=40)),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.site",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="wagtailcore.site",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("host", None), _negated=True),
                        fields=("host", "path"),
                        name="former_path_once_at_host",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("host", None)), fields=("hostname",), name="former_host_once"
                    ),
                ],
            },
        ),
        migrations.AlterField(
            model_name="signpost",
            name="name",
            field=models.CharField(help_text="As readers should see it.", max_length=120),
        ),
        migrations.AlterField(
            model_name="signpost",
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
