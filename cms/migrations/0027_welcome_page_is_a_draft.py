"""Wagtail's welcome page isn't content: a hub without a programme has no public page, in the API as on its own site."""

from django.db import migrations


def withdraw(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    plain = ContentType.objects.filter(app_label="wagtailcore", model="page")
    Page.objects.filter(depth=2, numchild=0, content_type__in=plain).update(live=False)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0026_signpost_unique_in_programme"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(withdraw, migrations.RunPython.noop)]
