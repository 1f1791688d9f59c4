"""Editors say on a work stream that its readers may have to leave at once."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programme', '0004_list_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='workstreampage',
            name='offers_hiding',
            field=models.BooleanField(default=False, help_text='For subjects that somebody may have to read in secret. Pages of this stream, and news, events, publications and key messages that belong to it, get a button that leaves for another site at once.', verbose_name='show “Hide this page”'),
        ),
    ]
