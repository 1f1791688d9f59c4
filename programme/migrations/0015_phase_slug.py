from django.db import migrations, models
from django.utils.text import slugify


def fill(apps, schema_editor):
    """Give the phases short forms that follow from their names, unique in their programme."""
    taken = set()
    for phase in apps.get_model("programme", "Phase").objects.order_by("programme", "sort_order", "pk"):
        slug = plain = slugify(phase.name)[:70] or "phase"
        number = 2
        while (phase.programme_id, slug) in taken:
            slug, number = f"{plain}-{number}", number + 1
        taken.add((phase.programme_id, slug))
        phase.slug = slug
        phase.save(update_fields=["slug"])


class Migration(migrations.Migration):
    # The last release adds rows without a short form; it is filled when they are next saved.

    dependencies = [
        ("programme", "0014_outside_record"),
    ]

    operations = [
        migrations.AddField(
            model_name='phase',
            name='slug',
            field=models.SlugField(blank=True, db_default='', default='', help_text='For addresses and filters. If it is empty, it follows from the name; later it should stay.', max_length=80, verbose_name='short form'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
