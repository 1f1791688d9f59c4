import cms.base.dates
import cms.base.partial_date_fields
import cms.quality.models
import cms.signposts.fields
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
import taggit.managers
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        # Other packages' tables first: each of their migrations would otherwise make all our models anew, and take a second.
        ('django_tasks_database', '0021_conditional_partial_index_ordering'),
        ('grapple', '0004_delete_stubmodel'),
        ('otp_static', '0003_add_timestamps'),
        ('otp_totp', '0003_add_timestamps'),
        ('sessions', '0001_initial'),
        ('wagtail_headless_preview', '0001_initial'),
        ('wagtailadmin', '0006_formstate'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailembeds', '0009_embed_cache_until'),
        ('wagtailimages', '0027_image_description'),
        ('wagtailredirects', '0008_add_verbose_name_plural'),
        ('wagtailsearch', '0010_add_text_fields'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
        # What ours refer to.
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ContentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32)),
                ('transaction', models.BigIntegerField(editable=False, null=True)),
                ('statement', models.DateTimeField(editable=False, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='JobRun',
            fields=[
                ('name', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('due_at', models.DateTimeField(null=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('failure', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='LastUpdate',
            fields=[
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='last_update', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('day', cms.base.partial_date_fields.PartialDateField(db_index=True, null=True)),
                ('day_precision', cms.base.partial_date_fields.PrecisionField(choices=[('day', 'To the day'), ('month', 'To the month'), ('year', 'To the year')], default='day', max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name='LinkedAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=2000, unique=True)),
                ('host', models.CharField(blank=True, db_index=True, max_length=255)),
                ('due_at', models.DateTimeField(db_index=True)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, max_length=200)),
                ('failed_days', models.PositiveSmallIntegerField(db_index=True, default=0)),
                ('failed_on', models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='DiaryAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(default=0)),
                ('active', models.BooleanField(default=False)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='HubDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', models.FileField(upload_to='documents', verbose_name='file')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('file_size', models.PositiveBigIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, editable=False, max_length=40)),
                ('pages', models.PositiveIntegerField(blank=True, help_text='Number of pages. Filled in from a PDF; leave empty if it has none.', null=True)),
                ('language', models.CharField(blank=True, help_text='Language code such as en, gd or pl. Filled in from a PDF that states it.', max_length=35)),
                ('accessible', models.BooleanField(blank=True, help_text='Can it be read with a screen reader? Filled in from a PDF: yes if it is tagged. Correct it if you know better.', null=True)),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='HubImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('description', models.CharField(help_text="What the picture shows, for people who can't see it. No “image of”.", max_length=255, verbose_name='alternative text')),
                ('credit', models.CharField(blank=True, help_text='The photographer or artist, if they must be credited.', max_length=120)),
                ('dominant_colour', models.CharField(blank=True, editable=False, max_length=7)),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='HubSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('site_name', models.CharField(default='Information hub', help_text='Shown at the top of every page.', max_length=120)),
                ('organisation', models.CharField(blank=True, help_text='Who runs the site.', max_length=120)),
                ('contact_name', models.CharField(blank=True, help_text="The team's name, as readers would ask for it.", max_length=120)),
                ('contact_email', models.EmailField(blank=True, help_text="A shared mailbox, never a person's own address.", max_length=254)),
                ('contact_phone', models.CharField(blank=True, max_length=40)),
                ('contact_hours', models.CharField(blank=True, help_text='The hours when the phone is answered.', max_length=120)),
                ('response_time', models.CharField(blank=True, help_text='The usual response time, such as “within five working days”.', max_length=120)),
                ('sender_email', models.EmailField(blank=True, help_text='The address that e-mail of the hub comes from.', max_length=254)),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'Names and contact',
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thing', models.CharField(blank=True, max_length=150)),
                ('thing_url', models.CharField(blank=True, max_length=200)),
                ('field', models.CharField(max_length=120)),
                ('text', models.CharField(blank=True, max_length=200)),
                ('to_page', models.BigIntegerField(blank=True, db_index=True, null=True)),
                ('to_document', models.BigIntegerField(blank=True, db_index=True, null=True)),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('address', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='links', to='cms.linkedaddress')),
            ],
            options={
                'verbose_name': 'link',
            },
        ),
        migrations.CreateModel(
            name='PageSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(help_text='Its title, as given by its publisher.', max_length=250)),
                ('publisher', models.CharField(blank=True, help_text='The organisation that published it.', max_length=150)),
                ('address', models.URLField(blank=True, help_text='Where to read it, if it is published.', max_length=500)),
                ('date', cms.base.partial_date_fields.PartialDateField(blank=True, help_text='As precisely as it is known: “2 March 2017”, “March 2017” or “2017”.', null=True, verbose_name='published')),
                ('date_precision', cms.base.partial_date_fields.PrecisionField(choices=[('day', 'To the day'), ('month', 'To the month'), ('year', 'To the year')], default='day', max_length=10)),
                ('supports', models.CharField(blank=True, help_text='The facts on this page that come from it.', max_length=300, verbose_name='what it supports')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RecoveryCodes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='The human-readable name of this device.', max_length=64)),
                ('confirmed', models.BooleanField(default=True, help_text='Is this device ready for use?')),
                ('throttling_failure_timestamp', models.DateTimeField(blank=True, default=None, help_text='A timestamp of the last failed verification attempt. Null if last attempt succeeded.', null=True)),
                ('throttling_failure_count', models.PositiveIntegerField(default=0, help_text='Number of successive failed attempts.')),
                ('created_at', models.DateTimeField(auto_now_add=True, help_text='The date and time when this device was initially created in the system.', null=True)),
                ('last_used_at', models.DateTimeField(blank=True, help_text='The most recent date and time this device was used.', null=True)),
                ('salt', models.CharField(max_length=32)),
                ('digests', models.JSONField(default=list)),
                ('user', models.ForeignKey(help_text='The user that this device belongs to.', on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ScannedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('announces', models.CharField(blank=True, max_length=200)),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Signpost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('name', models.CharField(help_text='As readers should see it.', max_length=120, unique=True)),
                ('slug', models.SlugField(help_text='Short form for addresses and filters.', max_length=120, unique=True)),
                ('description', models.TextField(help_text='What it helps with, in one or two plain sentences to the person who needs it. 300 characters at most.', max_length=300)),
                ('gaelic', models.TextField(blank=True, help_text='The same in Gaelic. State that the service answers in Gaelic only if it says so itself.', max_length=300)),
                ('audiences', models.JSONField(default=list, help_text='The people it is for.')),
                ('topics', models.JSONField(blank=True, default=list, help_text='The problems it helps with. If you choose none, it helps with anything.')),
                ('urgent', models.BooleanField(default=False, help_text='Whether it comes at once to somebody in danger, as 999 does.')),
                ('telephone', models.CharField(blank=True, help_text='One number in digits, such as 0800 1111. Readers can tap it.', max_length=40, validators=[cms.signposts.fields.check_telephone])),
                ('text_number', models.CharField(blank=True, help_text='Such as 85258.', max_length=40, validators=[cms.signposts.fields.check_text_number], verbose_name='number for text messages')),
                ('text_keyword', models.CharField(blank=True, help_text='The word that a text message begins with, such as SHOUT; empty if there is none.', max_length=20, verbose_name='word to text')),
                ('chat_address', models.URLField(blank=True, help_text='The page on which its chat begins.', verbose_name='address of the chat')),
                ('address', models.URLField(blank=True, help_text='Its website.')),
                ('email', models.EmailField(blank=True, help_text='Only if it answers people in need by e-mail.', max_length=254, verbose_name='e-mail')),
                ('hours', models.CharField(blank=True, help_text='Opening hours, such as “Every day, at any hour”.', max_length=120)),
                ('language', models.CharField(default='English', help_text='The languages in which it answers, according to the service.', max_length=120)),
                ('order', models.PositiveSmallIntegerField(default=0, help_text='Position in lists, lowest first.')),
                ('source', models.URLField(help_text='The page from which number, hours and addresses were taken.')),
                ('checked_on', models.DateField(default=cms.base.dates.today, help_text='The day on which all of this was last compared with its source.')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
            ],
            options={
                'ordering': ['order', 'name'],
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='SocialChannel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('platform', models.CharField(help_text='Such as X (Twitter).', max_length=40)),
                ('handle', models.CharField(help_text="The account's name, such as @girfec.", max_length=60, validators=[django.core.validators.RegexValidator('^@?[\\w.-]+$', "Just the account's name, such as @girfec.")])),
                ('address', models.URLField(help_text='The address of the account.')),
                ('active', models.BooleanField(default=True, help_text='Untick to remove the link but keep the record.')),
                ('settings', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='social_channels', to='cms.hubsettings')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Writing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rules', models.PositiveSmallIntegerField(help_text='Version of the rules that found it.')),
                ('at', models.DateTimeField()),
                ('words', models.PositiveIntegerField()),
                ('sentences', models.PositiveIntegerField()),
                ('long_sentences', models.PositiveIntegerField()),
                ('longest_sentence', models.TextField(blank=True)),
                ('reading_age', models.PositiveSmallIntegerField(null=True)),
                ('errors', models.PositiveSmallIntegerField()),
                ('warnings', models.PositiveSmallIntegerField()),
                ('advice', models.PositiveSmallIntegerField()),
                ('findings', models.JSONField(default=list)),
                ('codes', models.TextField(blank=True, help_text='Each code found, once, with spaces around it: to filter by.')),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='writing', to='wagtailcore.revision')),
            ],
            options={
                'verbose_name_plural': 'writing',
            },
        ),
        migrations.CreateModel(
            name='WritingSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('blocking', cms.quality.models.CodesField(blank=True, default=cms.quality.models.default_blocking, help_text='Without exception. Other errors ask for a reason; warnings and advice are only shown. Personal data always asks, and a template’s “…” always stops. A draft is always saved.', verbose_name='what stops a page from being published')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'Writing help',
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('published', 'Became public, for the first time or again'), ('changed', 'Was public and was published again'), ('moved', 'Has another address now; the text may have changed with it'), ('withdrawn', 'Is no longer public')], max_length=10)),
                ('at', models.DateTimeField()),
                ('significance', models.CharField(choices=[('major', 'Major: readers should hear of it, in feeds and in the newsletter'), ('minor', 'Minor: corrections and small additions')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('path', models.TextField()),
                ('page_type', models.CharField(max_length=200)),
                ('page', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.site')),
            ],
            options={
                'indexes': [models.Index(fields=['-at', '-id'], name='changes_newest_first')],
            },
        ),
        migrations.CreateModel(
            name='HubRendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='cms.hubimage')),
            ],
            options={
                'unique_together': {('image', 'filter_spec', 'focal_point_key')},
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
    ]
