import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0004_evidence_export'),
        ('programme', '0042_contact_points'),
    ]

    operations = [
        migrations.AddField(
            model_name='standardpage',
            name='contact_point',
            field=models.ForeignKey(blank=True, help_text='Whom readers may ask about this page. Leave it empty if there is nobody in particular.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programme.contactpoint'),
        ),
    ]
