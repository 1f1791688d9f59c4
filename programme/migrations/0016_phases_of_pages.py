import modelcluster.fields
from django.db import migrations

import programme.models.settings


class Migration(migrations.Migration):
    # New tables alone: no table of pages is altered.

    dependencies = [
        ("programme", "0015_phase_slug"),
    ]

    operations = [
        migrations.AddField(
            model_name='keymessagepage',
            name='phases',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, limit_choices_to=programme.models.settings.phases_to_choose, related_name='key_messages', to='programme.phase'),
        ),
        migrations.AddField(
            model_name='newspage',
            name='phases',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, limit_choices_to=programme.models.settings.phases_to_choose, related_name='news', to='programme.phase'),
        ),
        migrations.AddField(
            model_name='publicationpage',
            name='phases',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, limit_choices_to=programme.models.settings.phases_to_choose, related_name='publications', to='programme.phase'),
        ),
    ]
