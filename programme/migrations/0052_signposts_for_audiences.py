from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programme', '0051_audiences_of_collections'),
    ]

    operations = [
        migrations.AddField(
            model_name='audience',
            name='help_group',
            field=models.CharField(blank=True, db_default='', default='', help_text="Choose among the people whom signposts are for: the audience's page then names the services that help them.", max_length=30, verbose_name='signposts for'),
        ),
    ]
