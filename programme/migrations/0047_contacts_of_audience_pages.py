import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0046_contacts_of_events"),
    ]

    operations = [
        migrations.AddField(
            model_name='audiencepage',
            name='contact_point',
            field=models.ForeignKey(blank=True, help_text="Whom to ask, below the words above. Without both, readers see the team's contact.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programme.contactpoint'),
        ),
    ]
