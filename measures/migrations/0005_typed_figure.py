import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('measures', '0004_measure'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='TypedFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('site', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.site', verbose_name='programme')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='measures.measure')),
                ('first', models.DateField(help_text='The day that it is of, or the first of several.', verbose_name='day')),
                ('last', models.DateField(blank=True, help_text='If it is of several days, such as a month. Otherwise empty.', null=True, verbose_name='last day')),
                ('number', models.DecimalField(decimal_places=2, max_digits=14)),
                ('source', models.CharField(help_text="Where it is from, so that others can find it, such as “Account's statistics, 3 June”.", max_length=300)),
                ('note', models.TextField(blank=True, max_length=1000)),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['-first', '-pk'],
            },
        ),
    ]
