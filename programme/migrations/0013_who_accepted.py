"""A hub with content keeps the word that the released program had for who accepts commitments."""

from django.db import migrations


def keep(apps, schema_editor):
    """Give a hub with a home page the word that it had."""
    pages = apps.get_model("wagtailcore", "Page").objects
    if not pages.filter(content_type__app_label="home", content_type__model="homepage").exists():
        return
    settings = apps.get_model("programme", "ProgrammeSettings").objects
    for site in apps.get_model("wagtailcore", "Site").objects.filter(is_default_site=True):
        settings.get_or_create(site=site)
    settings.update(accepted_by="Ministers")


class Migration(migrations.Migration):

    dependencies = [
        ("programme", "0012_accepted_by"),
    ]

    operations = [
        migrations.RunPython(keep, migrations.RunPython.noop, elidable=True),
    ]
