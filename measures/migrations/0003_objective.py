import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('measures', '0002_counts_settings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Objective',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('site', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.site', verbose_name='programme')),
                ('title', models.CharField(help_text='What is to be achieved, in a few words.', max_length=150)),
                ('description', models.TextField(blank=True, help_text='What it means and why. Reports show it.', max_length=1000)),
                ('owner', models.ForeignKey(blank=True, help_text='The person in the team who looks after it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.PositiveSmallIntegerField(default=0, help_text='The lowest comes first.', verbose_name='order')),
                ('live', models.BooleanField(default=True, help_text="Reports leave out what isn't current.", verbose_name='current')),
            ],
            options={
                'ordering': ['place', 'pk'],
            },
        ),
    ]
