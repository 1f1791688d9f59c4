import cms.base.dates
import cms.pages.previews
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import engagement.models.feedback
import modelcluster.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cms', '0001_initial'),
        ('programme', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FeedbackTheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Such as “Too many abbreviations”.', max_length=60, unique=True)),
                ('description', models.CharField(blank=True, help_text="What belongs here and what doesn't.", max_length=250)),
            ],
            options={
                'verbose_name': 'theme',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Stakeholder',
            fields=[
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='stakeholder', serialize=False, to='programme.organisation')),
                ('sector', models.CharField(blank=True, choices=[('central', 'Government and its agencies'), ('local', 'Local authorities'), ('health', 'Health'), ('justice', 'Police and justice'), ('education', 'Schools and early years'), ('third', 'Third sector'), ('academic', 'Universities and research'), ('professional', 'Professional bodies and regulators'), ('families', 'Children, young people and families'), ('other', 'Other')], max_length=12)),
                ('note', models.TextField(blank=True, help_text='What to know before getting in touch. For the team.')),
                ('keep_in_touch', models.BooleanField(default=True, help_text="If it is unticked, the organisation isn't listed as not reached.")),
            ],
        ),
        migrations.CreateModel(
            name='YouSaidWeDidPage',
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
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('post', models.CharField(blank=True, help_text='Their role in the organisation.', max_length=150)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('telephone', models.CharField(blank=True, max_length=40)),
                ('consent_on', models.DateField(blank=True, null=True, verbose_name='agreed on')),
                ('consent_way', models.CharField(blank=True, choices=[('email', 'By e-mail'), ('form', 'On a form'), ('spoken', 'In conversation'), ('call', 'On the telephone')], max_length=6, verbose_name='how they agreed')),
                ('consent_wording', models.TextField(blank=True, help_text='The words that they read or heard, such as “We keep your name and address to invite you to meetings”.', verbose_name='what they agreed to')),
                ('withdrawn_on', models.DateField(blank=True, editable=False, null=True)),
                ('erased_on', models.DateField(blank=True, editable=False, null=True)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contacts', to='programme.organisation')),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Engagement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('meeting', 'Meeting'), ('event', 'Event'), ('consultation', 'Consultation'), ('email', 'E-mail'), ('call', 'Call')], default='meeting', max_length=12)),
                ('date', models.DateField(db_index=True, default=cms.base.dates.today)),
                ('title', models.CharField(help_text='The subject, in a few words. For the team.', max_length=150)),
                ('summary', models.TextField(blank=True, help_text='What was said and agreed. For the team; never public.')),
                ('is_public', models.BooleanField(default=False, help_text='Readers see date, kind, organisations, work streams and the public summary.', verbose_name='public')),
                ('public_summary', models.CharField(blank=True, help_text='For readers, in plain words, without names of people.', max_length=500)),
                ('logged_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('audiences', models.ManyToManyField(blank=True, related_name='engagements', to='programme.audience')),
                ('contacts', models.ManyToManyField(blank=True, related_name='engagements', to='engagement.contact')),
                ('key_messages', models.ManyToManyField(blank=True, related_name='engagements', to='programme.keymessagepage')),
                ('logged_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisations', models.ManyToManyField(blank=True, related_name='engagements', to='programme.organisation')),
                ('page', models.ForeignKey(blank=True, help_text='Its page on the hub, if there is one.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='event or meeting')),
                ('work_streams', models.ManyToManyField(blank=True, related_name='engagements', to='programme.workstreampage')),
            ],
            options={
                'ordering': ['-date', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='EngagementSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer_days', models.PositiveSmallIntegerField(default=7, help_text='Feedback that is open for longer than this is overdue.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='days to answer')),
                ('sign_off', models.TextField(default='With kind regards', help_text="How an answer by e-mail ends. The name of the team, from the hub's settings, is added below it.", max_length=500)),
                ('silence_months', models.PositiveSmallIntegerField(default=6, help_text='An organisation without contact for this long is listed as not reached.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='months without contact')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'Feedback and engagement',
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(editable=False, max_length=9, unique=True)),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False, verbose_name='sent')),
                ('way', models.CharField(choices=[('form', 'Form on this site'), ('api', 'Frontend')], editable=False, max_length=4)),
                ('path', models.CharField(blank=True, editable=False, max_length=255, verbose_name='address')),
                ('useful', models.CharField(blank=True, choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=6, verbose_name='page useful?')),
                ('message', models.TextField(blank=True)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('wording', models.TextField(blank=True, editable=False, verbose_name='what they agreed to')),
                ('state', models.CharField(choices=[('new', 'New'), ('read', 'Read'), ('answered', 'Answered'), ('closed', 'Closed')], default='new', max_length=8)),
                ('closed_because', models.CharField(blank=True, choices=[('done', 'Dealt with; no answer needed'), ('passed_on', 'Passed on to somebody else'), ('no_address', 'There is no address to answer to'), ('twice', 'Said before'), ('not_ours', 'Not about this programme'), ('junk', 'Junk')], max_length=10, verbose_name='reason')),
                ('reply', models.TextField(blank=True, help_text='What was answered or done, for the team. Without names: it is kept when the name is deleted.', verbose_name='note')),
                ('settled_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='answered or closed')),
                ('once', models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ('owner', models.ForeignKey(blank=True, help_text='The person in the team who looks after it.', limit_choices_to=engagement.models.feedback.may_own, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('work_stream', models.ForeignKey(blank=True, help_text='Taken from the page; change it if the message is about another work stream.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programme.workstreampage')),
                ('themes', models.ManyToManyField(blank=True, related_name='feedback', to='engagement.feedbacktheme')),
                ('told', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='engagement.yousaidwedidpage', verbose_name='published under “You said, we did”')),
            ],
            options={
                'verbose_name': 'piece of feedback',
                'verbose_name_plural': 'pieces of feedback',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['state', '-created_at'], name='feedback_by_state')],
            },
        ),
        migrations.CreateModel(
            name='FeedbackAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('subject', models.CharField(blank=True, max_length=150)),
                ('text', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('sending', 'Not known whether it was sent'), ('sent', 'Handed over to the mail server'), ('failed', 'Not sent')], default='sending', max_length=7)),
                ('error', models.CharField(blank=True, max_length=250)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('feedback', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='engagement.feedback')),
            ],
            options={
                'verbose_name': 'answer',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SocialPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(help_text='Without the link, which is added below it.')),
                ('link', models.URLField(blank=True, help_text='Counts as 23 characters, however long it is.', max_length=500)),
                ('alt_text', models.CharField(blank=True, help_text="What the image shows, for people who don't see it.", max_length=1000, verbose_name='alternative text')),
                ('checked', models.JSONField(blank=True, default=list, verbose_name='checklist')),
                ('planned_for', models.DateField(blank=True, db_index=True, null=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('ready', 'Ready to post'), ('posted', 'Posted')], default='draft', max_length=6)),
                ('posted_on', models.DateField(blank=True, null=True)),
                ('address', models.URLField(blank=True, max_length=500, verbose_name='address of the post')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('author', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('channel', models.ForeignKey(help_text="The accounts in the hub's settings.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.socialchannel')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.hubimage')),
                ('key_messages', models.ManyToManyField(blank=True, help_text='The messages that it carries.', related_name='+', to='programme.keymessagepage')),
                ('page', models.ForeignKey(blank=True, help_text='The item or key message that it refers to.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('posted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_streams', models.ManyToManyField(blank=True, related_name='+', to='programme.workstreampage')),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='YouSaidEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(default=cms.base.dates.today, help_text='When it was done.')),
                ('said', models.TextField(help_text='What people said, in our words. Nothing that identifies who said it. 500 characters at most.', max_length=500)),
                ('did', models.TextField(help_text='What was done, or why nothing could be. 1000 characters at most.', max_length=1000)),
                ('target', models.ForeignKey(blank=True, help_text='Where readers see the change, if anywhere.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('work_stream', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programme.workstreampage')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='engagement.yousaidwedidpage')),
            ],
            options={
                'ordering': ['-date', '-pk'],
            },
        ),
    ]
