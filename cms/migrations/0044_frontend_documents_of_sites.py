"""Documents of frontends belong to a site. In a hub with several, those that are there stay at all while they are used."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


def place(apps, schema_editor):
    documents = apps.get_model("cms", "FrontendDocument").objects
    sites = list(apps.get_model("wagtailcore", "Site").objects.values_list("pk", flat=True)[:2])
    if len(sites) == 1:
        documents.update(site=sites[0])
    else:
        documents.filter(replaced_at=None).update(replaced_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0043_limit_counts"),
        ("wagtailcore", "0040_page_draft_title"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="frontenddocument",
            options={
                "default_permissions": ("view", "add"),
                "ordering": ["frontend", "operations", "pk"],
                "verbose_name": "document of a frontend",
                "verbose_name_plural": "documents of frontends",
            },
        ),
        migrations.AddField(
            model_name="frontenddocument",
            name="site",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.site"
            ),
        ),
        migrations.RunPython(place, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint(model_name="frontenddocument", name="document_once_a_frontend"),
    ]
