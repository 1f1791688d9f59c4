from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0005_letter_site"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        # Each programme counts its own; the form keeps a number from being given twice.
        migrations.RemoveConstraint(model_name="issuepage", name="issue_number_and_part_once"),
    ]
