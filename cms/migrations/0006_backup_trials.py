from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0005_backups'),
    ]

    operations = [
        migrations.AddField(
            model_name='backuprun',
            name='trial_began_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='backuprun',
            name='trial_ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='backuprun',
            name='trial_failure',
            field=models.TextField(blank=True, db_default=''),
        ),
    ]
