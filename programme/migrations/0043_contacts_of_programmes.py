import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0042_contact_points"),
    ]

    operations = [
        migrations.AddField(
            model_name='programmesettings',
            name='press_contact',
            field=models.ForeignKey(blank=True, help_text='Shown on news without a contact point of its own.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programme.contactpoint'),
        ),
        migrations.AddField(
            model_name='programmesettings',
            name='team_contact',
            field=models.ForeignKey(blank=True, help_text='Shown where pages say how to contact the team. Without one, that is the contact in Names and contact.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programme.contactpoint'),
        ),
    ]
