import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0018_replies_to_mails"),
    ]

    operations = [
        migrations.AlterField(
            model_name="issuepage",
            name="reply_to",
            field=models.ForeignKey(
                blank=True,
                help_text="The contact point that gets answers to this issue, if not that of the newsletter's settings.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="programme.contactpoint",
                verbose_name="replies go to",
            ),
        ),
    ]
