import django.db.models.deletion
import modelsearch.index
from django.db import migrations, models

import cms.base.partial_date_fields
import cms.pages.models.translated_texts


class Migration(migrations.Migration):

    dependencies = [
        ("programme", "0013_who_accepted"),
    ]

    operations = [
        migrations.CreateModel(
            name='OutsideRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('translated_texts', cms.pages.models.translated_texts.TranslatedTextsField(blank=True, db_default={}, default=dict)),
                ('slug', models.SlugField(help_text='Short form for addresses and filters.', max_length=120, unique=True)),
                ('name', models.CharField(help_text='Its title, as given by its publisher.', max_length=250, verbose_name='title')),
                ('kind', models.CharField(choices=[('policy', 'Policy'), ('legislation', 'Legislation'), ('publication', 'Publication'), ('website', 'Website')], max_length=20)),
                ('description', models.TextField(blank=True, help_text='Its content in one or two sentences, in plain words. Optional.', verbose_name='summary')),
                ('publisher', models.CharField(blank=True, help_text='The organisation that published it.', max_length=150)),
                ('date', cms.base.partial_date_fields.PartialDateField(blank=True, help_text='As precisely as it is known: “2 March 2017”, “March 2017” or “2017”.', null=True, verbose_name='published')),
                ('date_precision', cms.base.partial_date_fields.PrecisionField(choices=[('day', 'To the day'), ('month', 'To the month'), ('year', 'To the year')], default='day', max_length=10)),
                ('address', models.URLField(blank=True, help_text='Where to read it. If it is empty, readers see that no address is known.', max_length=500)),
                ('jurisdiction', models.CharField(blank=True, help_text='Where it applies, such as a country. Mostly for policy and legislation.', max_length=120)),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
            ],
            options={
                'verbose_name': 'outside record',
                'ordering': ['name'],
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
    ]
