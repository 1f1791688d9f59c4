"""Rows of before there were programmes are those of the default site."""

from django.db import migrations

MODELS = ("Bundle",)


def fill(apps, schema_editor):
    site = apps.get_model("wagtailcore", "Site").objects.filter(is_default_site=True).first()
    if site is not None:
        for name in MODELS:
            apps.get_model("bundles", name).objects.filter(site=None).update(site=site)


class Migration(migrations.Migration):
    dependencies = [
        ("bundles", "0003_bundle_site"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
