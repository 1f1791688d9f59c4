import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0017_reason_names_audiences"),
        ("programme", "0042_contact_points"),
    ]

    operations = [
        migrations.AddField(
            model_name="newslettersettings",
            name="reply_to",
            field=models.ForeignKey(
                blank=True,
                help_text="The contact point that gets answers to issues, unless an issue names its own, and to all other mails to subscribers. Without one, they go to the sender's address.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="programme.contactpoint",
                verbose_name="replies go to",
            ),
        ),
    ]
