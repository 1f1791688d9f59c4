import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('measures', '0003_objective'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('site', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.site', verbose_name='programme')),
                ('objective', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='measures.objective')),
                ('label', models.CharField(help_text='What is measured, such as “Feedback answered in time”.', max_length=150)),
                ('unit', models.CharField(help_text='What it counts, such as “readers” or “per cent”.', max_length=40)),
                ('source', models.CharField(blank=True, help_text='What the hub counts. Without one, its figures are typed in.', max_length=60)),
                ('adds_up', models.BooleanField(default=True, help_text='Typed figures of several months are added up. Untick it for shares and levels, such as per cent: then the latest counts.')),
                ('counts_people', models.BooleanField(default=False, help_text='Readers of reports see fewer than 5 people as “fewer than 5”.')),
                ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ('target_by', models.DateField(blank=True, null=True, verbose_name='by when')),
                ('direction', models.CharField(choices=[('up', 'At least the target'), ('down', 'At most the target')], default='up', max_length=4)),
                ('place', models.PositiveSmallIntegerField(default=0, help_text='The lowest comes first.', verbose_name='order')),
            ],
            options={
                'ordering': ['objective__place', 'objective_id', 'place', 'pk'],
            },
        ),
    ]
