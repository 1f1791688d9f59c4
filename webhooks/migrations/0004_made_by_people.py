import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The column goes with the release after next. Until then it refuses no deletion of a token."""

    dependencies = [
        ('webhooks', '0003_webhook_pages'),
    ]

    operations = [
        migrations.AlterField(
            model_name='webhook',
            name='made_with',
            field=models.ForeignKey(
                db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
                related_name='+', to='cms.accesstoken',
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name='webhook', name='made_with')],
        ),
    ]
