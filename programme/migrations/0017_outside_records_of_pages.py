import modelcluster.fields
from django.db import migrations


class Migration(migrations.Migration):
    # New tables alone: no table of pages is altered.

    dependencies = [
        ("programme", "0016_phases_of_pages"),
    ]

    operations = [
        migrations.AddField(
            model_name='commitmentpage',
            name='outside_records',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='commitments', to='programme.outsiderecord'),
        ),
        migrations.AddField(
            model_name='keymessagepage',
            name='outside_records',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='key_messages', to='programme.outsiderecord'),
        ),
        migrations.AddField(
            model_name='publicationpage',
            name='outside_records',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='publications', to='programme.outsiderecord'),
        ),
        migrations.AddField(
            model_name='workstreampage',
            name='outside_records',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='work_streams', to='programme.outsiderecord'),
        ),
    ]
