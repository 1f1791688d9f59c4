import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0056_contacts_of_meetings"),
    ]

    operations = [
        migrations.AddField(
            model_name="keymessagepage",
            name="contact_point",
            field=models.ForeignKey(
                blank=True,
                help_text="Whom readers may ask about this page. Leave it empty if there is nobody in particular.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="programme.contactpoint",
            ),
        ),
    ]
