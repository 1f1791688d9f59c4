import modelcluster.fields
from django.db import migrations


class Migration(migrations.Migration):
    # A new table alone: no table of pages is altered.

    dependencies = [
        ("programme", "0050_phases_of_groups"),
    ]

    operations = [
        migrations.AddField(
            model_name='documentcollectionpage',
            name='audiences',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Those whom it concerns most. Everybody can read it all the same.', related_name='collections', to='programme.audience'),
        ),
    ]
