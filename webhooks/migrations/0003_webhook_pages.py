from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("webhooks", "0002_webhook_site"),
    ]

    operations = [
        migrations.AddField(
            model_name="webhook",
            name="pages",
            field=models.JSONField(
                blank=True,
                db_default=[],
                default=list,
                help_text="Only events about these, and about what belongs to them. None chosen: all.",
                verbose_name="single pages",
            ),
        ),
    ]
