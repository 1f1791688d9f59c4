import django.db.models.deletion
import modelsearch.index
from django.db import migrations, models

import cms.pages.models.translated_texts


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0041_audience_pages"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactPoint',
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
                ('slug', models.SlugField(help_text='Short form for addresses and filters.', max_length=120)),
                ('name', models.CharField(help_text='As readers would ask for it, such as “Press office”.', max_length=120)),
                ('kind', models.CharField(choices=[('team', 'Team'), ('press', 'Press'), ('document', 'One document or event'), ('other', 'Other')], default='team', max_length=20)),
                ('description', models.TextField(blank=True, help_text='What readers can ask there, in a sentence or two. Optional.', verbose_name='what for')),
                ('email', models.EmailField(blank=True, help_text="A shared mailbox, never a person's own address.", max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('hours', models.CharField(blank=True, help_text='The hours when the phone is answered.', max_length=120)),
                ('address', models.URLField(blank=True, help_text='Its form or page, if it is reached by one.', max_length=500, verbose_name='web address')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('site', models.ForeignKey(blank=True, help_text='The programme that it belongs to. “All programmes” if they share it.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.site', verbose_name='only for')),
            ],
            options={
                'verbose_name': 'contact point',
                'ordering': ['name'],
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=models.UniqueConstraint(fields=('site', 'slug'), name='programme_contactpoint_slug_own'),
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=models.UniqueConstraint(condition=models.Q(('site', None)), fields=('slug',), name='programme_contactpoint_slug_shared'),
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=models.UniqueConstraint(fields=('site', 'name'), name='programme_contactpoint_name_own'),
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=models.UniqueConstraint(condition=models.Q(('site', None)), fields=('name',), name='programme_contactpoint_name_shared'),
        ),
    ]
