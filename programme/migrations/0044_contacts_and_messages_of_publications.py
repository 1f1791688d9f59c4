import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0043_contacts_of_programmes"),
    ]

    operations = [
        migrations.AddField(
            model_name='publicationpage',
            name='key_messages',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='publications', to='programme.keymessagepage'),
        ),
        migrations.AddField(
            model_name='publicationpage',
            name='contact_point',
            field=models.ForeignKey(blank=True, help_text='Whom readers may ask about this page. Leave it empty if there is nobody in particular.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programme.contactpoint'),
        ),
    ]
