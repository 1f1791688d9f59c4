
import cms.vocabularies.models
import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cms", "0015_programme_sites"),
    ]

    operations = [
        migrations.CreateModel(
            name='ProgrammeVocabularies',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'kinds and statuses',
                'verbose_name_plural': 'kinds and statuses',
            },
        ),
        migrations.CreateModel(
            name='VocabularyRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('vocabulary', models.CharField(max_length=40, validators=[cms.vocabularies.models.known_vocabulary])),
                ('key', models.CharField(help_text='For files, addresses and the API. It never changes.', max_length=20)),
                ('label', models.CharField(max_length=60)),
                ('plural', models.CharField(blank=True, max_length=60)),
                ('category', models.CharField(blank=True, choices=[('open', 'To be done or under way'), ('done', 'Done'), ('stopped', 'Given up'), ('changed', 'Replaced by something else'), ('none', 'Nothing is recorded')], max_length=10)),
                ('colour', models.CharField(blank=True, choices=[('green', 'Green'), ('blue', 'Blue'), ('purple', 'Purple'), ('red', 'Red'), ('grey', 'Grey'), ('teal', 'Teal'), ('orange', 'Orange'), ('pink', 'Pink')], max_length=10)),
                ('pattern', models.CharField(blank=True, choices=[('plain', 'Plain'), ('stripes', 'Stripes, rising'), ('falling', 'Stripes, falling'), ('grid', 'Grid'), ('lines', 'Lines across'), ('columns', 'Lines down'), ('rings', 'Rings'), ('dots', 'Dots on white')], max_length=10)),
                ('offered', models.BooleanField(default=True)),
                ('setting', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='cms.programmevocabularies')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
    ]
