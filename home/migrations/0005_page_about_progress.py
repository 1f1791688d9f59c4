from django.db import migrations


def convert(apps, schema_editor):
    """Make the plain page about progress that was loaded from the content files a page of the type made for it.

    The row of the page stays, with its address, history and all that refers to it; only what its type adds is exchanged.
    """
    content_types = apps.get_model("contenttypes", "ContentType")
    old = apps.get_model("home", "StandardPage")
    new = apps.get_model("programme", "ProgressPage")
    loaded = apps.get_model("wagtailcore", "PageLogEntry").objects.filter(action="programme.load").values("page_id")
    for page in old.objects.filter(slug="progress", depth=3, numchild=0, pk__in=loaded):
        before, _ = content_types.objects.get_or_create(app_label="home", model="standardpage")
        after, _ = content_types.objects.get_or_create(app_label="programme", model="progresspage")
        own = ("summary", "body", "change_significance", "change_note")
        new(page_ptr_id=page.pk, **{name: getattr(page, name) for name in own}).save_base(raw=True, force_insert=True)
        apps.get_model("wagtailcore", "Page").objects.filter(pk=page.pk).update(content_type=after)
        for model in ("Revision", "ReferenceIndex"):
            rows = apps.get_model("wagtailcore", model).objects
            rows.filter(content_type=before, object_id=str(page.pk)).update(content_type=after)
        old.objects.filter(pk=page.pk)._raw_delete(schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_change_note"),
        ("programme", "0006_progress_and_glossary"),
    ]

    operations = [migrations.RunPython(convert, migrations.RunPython.noop)]
