"""No search server is filled any more. The table stays for the program of before, which may be working."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0004_subjects_from_records'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name='Untold')]),
    ]
