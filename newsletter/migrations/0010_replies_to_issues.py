import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0009_issue_pdf"),
        ("programme", "0042_contact_points"),
    ]

    operations = [
        migrations.AddField(
            model_name="issuepage",
            name="reply_to",
            field=models.ForeignKey(
                blank=True,
                help_text="The contact point that gets answers to this issue. Without one, they go to the sender's address.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="programme.contactpoint",
                verbose_name="replies go to",
            ),
        ),
    ]
