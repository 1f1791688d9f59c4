import cms.base.dates
import cms.pages.previews
import django.core.serializers.json
import django.db.models.deletion
import modelcluster.fields
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


def keep_no_log(apps, schema_editor):
    """Let PostgreSQL empty the table when it stops without writing all to the disk."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE newsletter_databaserun SET UNLOGGED")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('programme', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsentWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=64, unique=True)),
                ('text', models.TextField()),
                ('first_used_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DatabaseRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.UUIDField(default=uuid.uuid4)),
            ],
        ),
        migrations.CreateModel(
            name='IssueIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('change_significance', models.CharField(blank=True, choices=[('major', 'Major: readers should hear of it, in feeds and in the newsletter'), ('minor', 'Minor: corrections and small additions')], help_text='Recorded with the date when the page is published.', max_length=10, verbose_name='how big is this change?')),
                ('change_note', models.CharField(blank=True, help_text='The change in one sentence, such as “Adds the minutes of June”. Recorded when the page is published.', max_length=200, verbose_name='one line for readers')),
                ('search_words', models.TextField(blank=True, help_text="Other words for this page, and questions that it answers, one on each line. The search finds the page by them; readers don't see them.", verbose_name='words that readers search by')),
                ('introduction', models.TextField(blank=True, help_text='One or two sentences above the list. Plain text.', max_length=500)),
            ],
            options={
                'abstract': False,
            },
            bases=(cms.pages.previews.FrontendPreview, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(blank=True, max_length=254, null=True)),
                ('normalised', models.CharField(blank=True, max_length=254, null=True, unique=True)),
                ('digest', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ('undeliverable_since', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('reason', models.CharField(choices=[('bounced', "The address doesn't take mail"), ('complained', 'Reported a message as spam'), ('erased', 'Asked to be erased')], max_length=10)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='NewsletterSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, help_text='The name of the regular update.', max_length=120)),
                ('sender', models.CharField(blank=True, help_text='The name that subscribers see.', max_length=120)),
                ('rhythm', models.PositiveSmallIntegerField(default=6, help_text='Weeks between two issues, as promised to readers; 0 if nothing is promised.')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'Newsletter',
            },
        ),
        migrations.CreateModel(
            name='MailingList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As subscribers see it.', max_length=80)),
                ('slug', models.SlugField(help_text="Can't be changed once the list exists.", max_length=60, unique=True)),
                ('kind', models.CharField(choices=[('internal', 'Internal'), ('external', 'External')], default='external', max_length=10)),
                ('description', models.TextField(blank=True, help_text='What subscribers get, in a sentence or two.', max_length=300)),
                ('allowed_domains', models.TextField(blank=True, help_text='For an internal list: the part of an address after the @, one per line.')),
                ('offered', models.BooleanField(default=True, help_text='Shown on the sign-up form.')),
                ('on_uncertain', models.CharField(choices=[('hold', 'Hold it and ask an editor'), ('send_again', 'Send it again; some may get it twice')], default='hold', max_length=10, verbose_name="when it isn't known whether a message arrived")),
                ('sort_order', models.PositiveSmallIntegerField(default=0)),
                ('group', models.ForeignKey(blank=True, help_text='Its members are proposed for the list. Nobody is added or removed until somebody in the team decides.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programme.grouppage', verbose_name='fed by a group')),
            ],
            options={
                'ordering': ['sort_order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='IssuePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('change_significance', models.CharField(blank=True, choices=[('major', 'Major: readers should hear of it, in feeds and in the newsletter'), ('minor', 'Minor: corrections and small additions')], help_text='Recorded with the date when the page is published.', max_length=10, verbose_name='how big is this change?')),
                ('change_note', models.CharField(blank=True, help_text='The change in one sentence, such as “Adds the minutes of June”. Recorded when the page is published.', max_length=200, verbose_name='one line for readers')),
                ('search_words', models.TextField(blank=True, help_text="Other words for this page, and questions that it answers, one on each line. The search finds the page by them; readers don't see them.", verbose_name='words that readers search by')),
                ('number', models.PositiveSmallIntegerField(help_text='Issues are numbered from 1.')),
                ('part', models.PositiveSmallIntegerField(default=1, help_text='1, unless the issue comes in several parts.')),
                ('date', models.DateField(default=cms.base.dates.today)),
                ('subject', models.CharField(help_text='The subject line that subscribers see.', max_length=120)),
                ('preheader', models.CharField(blank=True, help_text='The line that mail programs show after the subject.', max_length=150)),
                ('introduction', wagtail.fields.RichTextField(blank=True)),
                ('sections', wagtail.fields.StreamField([('section', 5), ('heading', 7), ('rich_text', 9), ('page_links', 12)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'max_length': 150}), 1: ('cms.pages.blocks.choosers.PageChooserBlock', (), {}), 2: ('wagtail.blocks.TextBlock', (), {'help_text': "Leave empty to use the page's own summary, as it is when you approve.", 'max_length': 600, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('page', 1), ('text', 2)]], {}), 4: ('wagtail.blocks.ListBlock', (3,), {'min_num': 1}), 5: ('wagtail.blocks.StructBlock', [[('heading', 0), ('items', 4)]], {}), 6: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Section'), ('h3', 'Subsection')]}), 7: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 6)]], {}), 8: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link']}), 9: ('wagtail.blocks.StructBlock', [[('text', 8)]], {}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'Heading above the links.', 'max_length': 100, 'required': False}), 11: ('wagtail.blocks.ListBlock', (1,), {'min_num': 1}), 12: ('wagtail.blocks.StructBlock', [[('title', 10), ('pages', 11)]], {})})),
                ('internal_sections', wagtail.fields.StreamField([('section', 5), ('heading', 7), ('rich_text', 9), ('page_links', 12)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'max_length': 150}), 1: ('cms.pages.blocks.choosers.PageChooserBlock', (), {}), 2: ('wagtail.blocks.TextBlock', (), {'help_text': "Leave empty to use the page's own summary, as it is when you approve.", 'max_length': 600, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('page', 1), ('text', 2)]], {}), 4: ('wagtail.blocks.ListBlock', (3,), {'min_num': 1}), 5: ('wagtail.blocks.StructBlock', [[('heading', 0), ('items', 4)]], {}), 6: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Section'), ('h3', 'Subsection')]}), 7: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 6)]], {}), 8: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link']}), 9: ('wagtail.blocks.StructBlock', [[('text', 8)]], {}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'Heading above the links.', 'max_length': 100, 'required': False}), 11: ('wagtail.blocks.ListBlock', (1,), {'min_num': 1}), 12: ('wagtail.blocks.StructBlock', [[('title', 10), ('pages', 11)]], {})}, help_text='For internal lists only, before the sections. Never on the site, in the API, a feed or search.')),
                ('author', models.CharField(blank=True, help_text='Who writes it, as readers should see it.', max_length=120)),
                ('work_streams', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Leave empty for everybody. People who chose no interests always get it.', related_name='+', to='programme.workstreampage', verbose_name='only for people interested in')),
                ('mailing_lists', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Who gets it.', related_name='+', to='newsletter.mailinglist', verbose_name='lists')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('number', 'part'), name='issue_number_and_part_once', violation_error_message='There is already an issue with this number and part.')],
            },
            bases=(cms.pages.previews.FrontendPreview, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='SecondPersonTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': 'approval by a second person',
                'verbose_name_plural': 'approvals by a second person',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision_id', models.PositiveBigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='newsletter.issuepage')),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('internal', 'Internal'), ('external', 'External')], max_length=10)),
                ('subject', models.CharField(max_length=200)),
                ('data', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, help_text='What the generator was given.')),
                ('html', models.TextField()),
                ('text', models.TextField()),
                ('template_version', models.CharField(max_length=64)),
                ('sha256', models.CharField(help_text='Of subject, HTML, text and data, with a null byte between.', max_length=64)),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='newsletter.snapshot')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('snapshot', 'audience'), name='one_edition_per_audience')],
            },
        ),
        migrations.CreateModel(
            name='ArchivedIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('subject', models.CharField(max_length=200)),
                ('html', models.TextField()),
                ('text', models.TextField()),
                ('data', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('sha256', models.CharField(max_length=64)),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='archived', to='newsletter.edition')),
                ('issue', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='archived', to='newsletter.issuepage')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('confirm', 'Asks to confirm'), ('already', 'Says that the address is already subscribed'), ('preferences', 'Has the link to the preferences page')], max_length=12)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('due_at', models.DateTimeField(help_text='Earliest time of the next attempt; later after each failure.')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('given_up_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True)),
                ('subscriber', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='newsletter.subscriber')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('created_at'), descending=True)],
                'indexes': [models.Index(condition=models.Q(('accepted_at', None), ('given_up_at', None)), fields=['due_at'], name='letters_to_hand_over')],
            },
        ),
        migrations.CreateModel(
            name='Send',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('scheduled', 'Scheduled'), ('preparing', 'Preparing'), ('prepared', 'Prepared'), ('sending', 'Sending'), ('paused', 'Paused'), ('held', 'Held until somebody decides'), ('finished', 'Finished'), ('uncertain', 'Finished, with recipients uncertain'), ('cancelled', 'Cancelled'), ('failed', 'Failed'), ('unverified', "Finished, but the counts don't agree")], default='scheduled', max_length=12)),
                ('installation', models.CharField(max_length=64)),
                ('per_minute', models.PositiveIntegerField(default=0, help_text='Maximum messages per minute; 0 for no limit.')),
                ('next_slot_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('due_at', models.DateTimeField(help_text='The earliest time to send. Until then it can be recalled.')),
                ('released_at', models.DateTimeField(blank=True, help_text='When somebody last released it although it was late or held.', null=True)),
                ('prepared_at', models.DateTimeField(blank=True, null=True)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, help_text='Why it is paused, held or failed, in a sentence.')),
                ('candidates', models.PositiveIntegerField(default=0, help_text='Active subscriptions of the chosen lists.')),
                ('excluded', models.PositiveIntegerField(default=0)),
                ('recipients', models.PositiveIntegerField(default=0)),
                ('accepted', models.PositiveIntegerField(default=0, help_text='These four are counted when the send is closed.')),
                ('refused', models.PositiveIntegerField(default=0)),
                ('skipped', models.PositiveIntegerField(default=0)),
                ('uncertain', models.PositiveIntegerField(default=0)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sends', to='newsletter.issuepage')),
                ('work_streams', models.ManyToManyField(blank=True, related_name='+', to='programme.workstreampage')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sends', to='newsletter.snapshot')),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SendList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mailing_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='newsletter.mailinglist')),
                ('send', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='send_lists', to='newsletter.send')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('send', 'mailing_list'), name='list_once_per_send')],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('pending', 'Waiting for confirmation'), ('active', 'Active'), ('ended', 'Ended')], default='pending', max_length=10)),
                ('source', models.CharField(choices=[('form', 'Form on the site'), ('api', 'GraphQL'), ('link', 'Link in a message'), ('one_click', 'Unsubscribe button of a mail program'), ('preferences', 'Preference page'), ('import', 'Import'), ('editor', 'Editor'), ('group', 'Membership of a group'), ('provider', 'Mail provider'), ('system', 'The hub itself')], max_length=12)),
                ('page', models.CharField(blank=True, help_text='Path of the page on which somebody asked.', max_length=255)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_reason', models.CharField(blank=True, choices=[('left', 'Left'), ('not_confirmed', 'Never confirmed'), ('bounced', "The address doesn't take mail"), ('complained', 'Reported a message as spam'), ('erased', 'Asked to be erased'), ('removed', 'Removed by an editor')], max_length=15)),
                ('ended_by_send', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='ended_subscriptions', to='newsletter.send')),
                ('interests', models.ManyToManyField(blank=True, help_text='None means everything.', related_name='+', to='programme.workstreampage')),
                ('mailing_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subscriptions', to='newsletter.mailinglist')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subscriptions', to='newsletter.subscriber')),
            ],
            options={
                'indexes': [models.Index(fields=['mailing_list', 'state', 'subscriber'], name='subscriptions_of_list')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'ended'), _negated=True), fields=('subscriber', 'mailing_list'), name='one_open_subscription')],
            },
        ),
        migrations.CreateModel(
            name='SendRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(blank=True, max_length=254, null=True)),
                ('normalised', models.CharField(blank=True, max_length=254, null=True)),
                ('audience', models.CharField(choices=[('internal', 'Internal'), ('external', 'External')], max_length=10)),
                ('state', models.CharField(choices=[('pending', 'Waiting'), ('claimed', 'Claimed by a worker, not handed over'), ('submitting', 'Being handed over'), ('accepted', 'Accepted by the provider'), ('refused', 'Refused'), ('retry', 'To be tried again'), ('skipped', 'Skipped'), ('uncertain', 'Not known whether it arrived')], default='pending', max_length=12)),
                ('not_before', models.DateTimeField(blank=True, help_text='When to try again.', null=True)),
                ('lease_token', models.UUIDField(blank=True, null=True)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('provider_id', models.CharField(blank=True, max_length=200)),
                ('error', models.TextField(blank=True)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, help_text='When somebody decided to leave it although it is uncertain.', null=True)),
                ('send', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='send_recipients', to='newsletter.send')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='newsletter.subscriber')),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='newsletter.subscription')),
            ],
            options={
                'indexes': [models.Index(fields=['send', 'state', 'id'], name='recipients_by_state'), models.Index(condition=models.Q(('lease_until__isnull', False)), fields=['lease_until'], name='recipients_on_lease')],
                'constraints': [models.UniqueConstraint(fields=('send', 'subscriber'), name='subscriber_once_per_send'), models.UniqueConstraint(fields=('send', 'normalised'), name='address_once_per_send')],
            },
        ),
        migrations.CreateModel(
            name='DeliveryEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=40)),
                ('event_id', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('delivered', 'Delivered'), ('soft_bounce', 'Not delivered for now'), ('hard_bounce', "Address doesn't take mail"), ('complaint', 'Reported as spam')], max_length=12)),
                ('at', models.DateTimeField()),
                ('detail', models.TextField(blank=True)),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='delivery_events', to='newsletter.sendrecipient')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('provider', 'event_id'), name='delivery_event_once')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('accepted', 'Accepted by the provider'), ('refused', 'Refused permanently'), ('temporary', 'Not sent; may be tried again'), ('unknown', 'Not known whether it was accepted')], max_length=10)),
                ('detail', models.TextField(blank=True)),
                ('send', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='newsletter.send')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempt_log', to='newsletter.sendrecipient')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['send', 'id'], name='attempts_of_send')],
            },
        ),
        migrations.CreateModel(
            name='SendExclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('suppressed', 'Address is suppressed'), ('undeliverable', "Address doesn't take mail"), ('not_allowed', "Address isn't allowed on this internal list"), ('not_interested', 'Interested in other work streams'), ('has_it', 'Got this issue from an earlier send'), ('duplicate', 'Gets it through another list')], max_length=15)),
                ('send', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exclusions', to='newsletter.send')),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='newsletter.subscription')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('send', 'subscription'), name='excluded_once_per_send')],
            },
        ),
        migrations.CreateModel(
            name='ConsentEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('asked', 'Asked to join'), ('confirmed', 'Confirmed'), ('imported', 'Imported with evidence'), ('changed', 'Changed interests'), ('ended', 'Ended'), ('exported', 'Downloaded their data')], max_length=10)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('source', models.CharField(choices=[('form', 'Form on the site'), ('api', 'GraphQL'), ('link', 'Link in a message'), ('one_click', 'Unsubscribe button of a mail program'), ('preferences', 'Preference page'), ('import', 'Import'), ('editor', 'Editor'), ('group', 'Membership of a group'), ('provider', 'Mail provider'), ('system', 'The hub itself')], max_length=12)),
                ('page', models.CharField(blank=True, max_length=255)),
                ('reason', models.CharField(blank=True, choices=[('left', 'Left'), ('not_confirmed', 'Never confirmed'), ('bounced', "The address doesn't take mail"), ('complained', 'Reported a message as spam'), ('erased', 'Asked to be erased'), ('removed', 'Removed by an editor')], max_length=15)),
                ('evidence', models.TextField(blank=True, help_text='For an import: where and when people agreed.')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('wording', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='newsletter.consentwording')),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consent_events', to='newsletter.subscription')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='send',
            name='lists',
            field=models.ManyToManyField(related_name='sends', through='newsletter.SendList', to='newsletter.mailinglist'),
        ),
        migrations.RunPython(keep_no_log, migrations.RunPython.noop),
    ]
