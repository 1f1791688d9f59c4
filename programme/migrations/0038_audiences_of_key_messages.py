import modelcluster.fields
from django.db import migrations


class Migration(migrations.Migration):
    # A new table alone: no table of pages is altered.

    dependencies = [
        ("programme", "0037_intake_references"),
    ]

    operations = [
        migrations.AddField(
            model_name='keymessagepage',
            name='audiences',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Those whom it concerns most. Everybody can read it all the same.', related_name='key_messages', to='programme.audience'),
        ),
    ]
