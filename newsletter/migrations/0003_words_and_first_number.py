import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsletter', '0002_digest_secret'),
    ]

    operations = [
        migrations.AddField(
            model_name='newslettersettings',
            name='first_number',
            field=models.PositiveSmallIntegerField(blank=True, help_text='If earlier ones appeared elsewhere: the number with which issues go on here. Empty means 1.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='number of the first issue'),
        ),
        migrations.AlterField(
            model_name='consentevent',
            name='reason',
            field=models.CharField(blank=True, choices=[('left', 'Unsubscribed'), ('not_confirmed', 'Never confirmed'), ('bounced', "The address doesn't take mail"), ('complained', 'Reported a message as spam'), ('erased', 'Asked to be erased'), ('removed', 'Removed by an editor')], max_length=15),
        ),
        migrations.AlterField(
            model_name='deliveryevent',
            name='kind',
            field=models.CharField(choices=[('delivered', 'Delivered'), ('soft_bounce', 'Bounced for now'), ('hard_bounce', "Bounced: the address doesn't take mail"), ('complaint', 'Reported as spam')], max_length=12),
        ),
        migrations.AlterField(
            model_name='issuepage',
            name='number',
            field=models.PositiveSmallIntegerField(help_text='It goes on from the last issue.'),
        ),
        migrations.AlterField(
            model_name='issuepage',
            name='preheader',
            field=models.CharField(blank=True, help_text='The line that mail programs show after the subject. Without it they show the first words of the message.', max_length=150, verbose_name='preview line'),
        ),
        migrations.AlterField(
            model_name='issuepage',
            name='subject',
            field=models.CharField(help_text='The subject line that subscribers see. Left empty, it becomes the title of the first item.', max_length=120),
        ),
        migrations.AlterField(
            model_name='newslettersettings',
            name='name',
            field=models.CharField(blank=True, help_text='The name that readers know, such as “Regular update”.', max_length=120),
        ),
        migrations.AlterField(
            model_name='newslettersettings',
            name='sender',
            field=models.CharField(blank=True, help_text="The sender's name that subscribers see.", max_length=120),
        ),
        migrations.AlterField(
            model_name='send',
            name='state',
            field=models.CharField(choices=[('scheduled', 'Scheduled'), ('preparing', 'About to be sent'), ('prepared', 'Ready to be sent'), ('sending', 'Sending'), ('paused', 'Paused'), ('held', 'Held until somebody decides'), ('finished', 'Sent'), ('uncertain', 'Sent, with recipients uncertain'), ('cancelled', 'Cancelled'), ('failed', 'Failed'), ('unverified', "Sent, but the counts don't agree")], default='scheduled', max_length=12),
        ),
        migrations.AlterField(
            model_name='sendrecipient',
            name='state',
            field=models.CharField(choices=[('pending', 'Waiting'), ('claimed', 'Next in line'), ('submitting', 'Being sent'), ('accepted', 'Sent'), ('refused', 'Refused'), ('retry', 'To be tried again'), ('skipped', 'Not sent: left, suppressed or cancelled meanwhile'), ('uncertain', 'Not known whether it arrived')], default='pending', max_length=12),
        ),
        migrations.AlterField(
            model_name='subscription',
            name='ended_reason',
            field=models.CharField(blank=True, choices=[('left', 'Unsubscribed'), ('not_confirmed', 'Never confirmed'), ('bounced', "The address doesn't take mail"), ('complained', 'Reported a message as spam'), ('erased', 'Asked to be erased'), ('removed', 'Removed by an editor')], max_length=15),
        ),
    ]
