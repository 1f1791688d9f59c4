import cms.pages.models.translated_texts
import django.db.models.deletion
import modelsearch.index
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cms", "0017_words_of_forms_and_help"),
    ]

    operations = [
        migrations.CreateModel(
            name='HelpGroup',
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
                ('name', models.CharField(help_text='As readers should see it.', max_length=120, unique=True)),
                ('slug', models.SlugField(help_text='Short form for addresses and filters.', max_length=120, unique=True)),
                ('description', models.TextField(blank=True, help_text='One or two sentences in plain words. Optional.')),
                ('heading', models.CharField(help_text='Heading of their part of the help page, to the reader, such as “You rent your home”.', max_length=120)),
                ('banner', models.CharField(blank=True, help_text='Every page names one number for them after these words, such as “Tenants”. If this is empty, none.', max_length=80, verbose_name='words in the banner')),
                ('banner_topic', models.CharField(blank=True, help_text='The number is that of the first service that helps with this.', max_length=30, verbose_name='kind of help in the banner')),
                ('order', models.PositiveSmallIntegerField(default=0, help_text='Position on the help page, lowest first.')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
            ],
            options={
                'verbose_name': 'group for signposts',
                'verbose_name_plural': 'groups for signposts',
                'ordering': ['order', 'name'],
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='HelpSubject',
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
                ('name', models.CharField(help_text='As readers should see it.', max_length=120, unique=True)),
                ('slug', models.SlugField(help_text='Short form for addresses and filters.', max_length=120, unique=True)),
                ('description', models.TextField(blank=True, help_text='One or two sentences in plain words. Optional.')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
            ],
            options={
                'verbose_name': 'subject of signposts',
                'verbose_name_plural': 'subjects of signposts',
                'ordering': ['name'],
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
    ]
