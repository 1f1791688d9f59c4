import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('measures', '0005_typed_figure'),
        ('programme', '0037_intake_references'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='PeriodReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('site', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.site', verbose_name='programme')),
                ('title', models.CharField(max_length=150)),
                ('first', models.DateField(editable=False, verbose_name='first day')),
                ('last', models.DateField(editable=False, verbose_name='last day')),
                ('introduction', models.TextField(blank=True, help_text='What readers should know first.', max_length=3000)),
                ('promised_comment', models.TextField(blank=True, max_length=3000, verbose_name='on what we promised to tell')),
                ('communicated_comment', models.TextField(blank=True, max_length=3000, verbose_name='on what we communicated')),
                ('came_back_comment', models.TextField(blank=True, max_length=3000, verbose_name='on what came back')),
                ('changed_comment', models.TextField(blank=True, max_length=3000, verbose_name='on what we changed')),
                ('content', models.JSONField(default=dict, editable=False)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('made_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programme.publicationpage', verbose_name='publication')),
            ],
            options={
                'ordering': ['-last', '-first', '-pk'],
            },
        ),
    ]
