import modelcluster.fields
from django.db import migrations


class Migration(migrations.Migration):
    # A new table alone: no table of pages is altered.

    dependencies = [
        ("programme", "0038_audiences_of_key_messages"),
    ]

    operations = [
        migrations.AddField(
            model_name='newspage',
            name='audiences',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Those whom it concerns most. Everybody can read it all the same.', related_name='news', to='programme.audience'),
        ),
    ]
