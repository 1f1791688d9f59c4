import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0047_contacts_of_audience_pages"),
        ("cms", "0038_withholding"),
    ]

    operations = [
        migrations.AddField(
            model_name='keymessagepage',
            name='kept_by',
            field=models.CharField(blank=True, db_default='', default='', help_text='Who keeps the message and its kit right. Only the team sees it.', max_length=150, verbose_name='owner'),
        ),
        migrations.AddField(
            model_name='keymessagepage',
            name='lines_to_take',
            field=models.TextField(blank=True, db_default='', default='', help_text='What spokespeople say when they are asked, one line a paragraph. Only the team sees them.'),
        ),
        migrations.AddField(
            model_name='keymessagepage',
            name='quotation',
            field=models.TextField(blank=True, db_default='', default='', help_text='A sentence or two to quote, without quotation marks.', max_length=600),
        ),
        migrations.AddField(
            model_name='keymessagepage',
            name='quoted_person',
            field=models.CharField(blank=True, db_default='', default='', help_text='Name and post, as readers should see them.', max_length=150, verbose_name='who said it'),
        ),
        migrations.AddField(
            model_name='keymessagepage',
            name='review_date',
            field=models.DateField(blank=True, help_text='When the message should be reviewed. Only the team sees it.', null=True),
        ),
        migrations.AddField(
            model_name='keymessagepage',
            name='share_picture',
            field=models.ForeignKey(blank=True, help_text='Readers can download it, and it is shown where the page is shared. It needs an alternative text.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.hubimage', verbose_name='picture to share'),
        ),
    ]
