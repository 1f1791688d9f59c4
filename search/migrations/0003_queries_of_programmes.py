import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_desk_index"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="AskedOnSite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=100)),
                ("day", models.DateField()),
                ("times", models.PositiveIntegerField(default=1)),
                ("found", models.PositiveIntegerField(default=0)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.site"
                    ),
                ),
            ],
            options={
                "verbose_name": "query of a programme",
                "verbose_name_plural": "queries of programmes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "day", "text"), name="one_row_for_a_query_and_day_of_a_site"
                    )
                ],
            },
        ),
    ]
