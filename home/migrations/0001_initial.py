import cms.base.partial_date_fields
import cms.pages.blocks.content
import cms.pages.previews
import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('programme', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('change_significance', models.CharField(blank=True, choices=[('major', 'Major: readers should hear of it, in feeds and in the newsletter'), ('minor', 'Minor: corrections and small additions')], help_text='Recorded with the date when the page is published.', max_length=10, verbose_name='how big is this change?')),
                ('change_note', models.CharField(blank=True, help_text='The change in one sentence, such as “Adds the minutes of June”. Recorded when the page is published.', max_length=200, verbose_name='one line for readers')),
                ('search_words', models.TextField(blank=True, help_text="Other words for this page, and questions that it answers, one on each line. The search finds the page by them; readers don't see them.", verbose_name='words that readers search by')),
                ('agreed_text', models.TextField(blank=True, help_text='The exact wording as agreed, one statement a paragraph. The page quotes it with its source and date. If you leave it empty, the page says that the wording is ours.', max_length=3000, verbose_name='agreed wording')),
                ('agreed_source', models.CharField(blank=True, help_text='The document from which it is quoted, such as its title and page.', max_length=250, verbose_name='source')),
                ('agreed_source_address', models.URLField(blank=True, help_text='Where to read that document, if it is published.', max_length=500, verbose_name='address of the source')),
                ('agreed_by', models.CharField(blank=True, help_text='Who approved it, such as “Scottish Ministers”.', max_length=200, verbose_name='approved by')),
                ('agreed_since', cms.base.partial_date_fields.PartialDateField(blank=True, help_text='The date from which it applies: “2 March 2017”, “March 2017” or “2017”.', null=True, verbose_name='from')),
                ('agreed_since_precision', cms.base.partial_date_fields.PrecisionField(choices=[('day', 'To the day'), ('month', 'To the month'), ('year', 'To the year')], default='day', max_length=10)),
                ('summary', models.CharField(help_text='What this site is for, 300 characters at most.', max_length=300)),
                ('vision', wagtail.fields.RichTextField(help_text='The vision in one paragraph, in our own words.')),
            ],
            options={
                'abstract': False,
            },
            bases=(cms.pages.previews.FrontendPreview, 'wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('change_significance', models.CharField(blank=True, choices=[('major', 'Major: readers should hear of it, in feeds and in the newsletter'), ('minor', 'Minor: corrections and small additions')], help_text='Recorded with the date when the page is published.', max_length=10, verbose_name='how big is this change?')),
                ('change_note', models.CharField(blank=True, help_text='The change in one sentence, such as “Adds the minutes of June”. Recorded when the page is published.', max_length=200, verbose_name='one line for readers')),
                ('search_words', models.TextField(blank=True, help_text="Other words for this page, and questions that it answers, one on each line. The search finds the page by them; readers don't see them.", verbose_name='words that readers search by')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences under the title.', max_length=300)),
                ('body', wagtail.fields.StreamField([('heading', 2), ('rich_text', 4), ('image', 7), ('quote', 10), ('call_out', 13), ('table', 18), ('document', 21), ('embed', 25), ('page_links', 29), ('key_message', 31), ('progress_table', 34)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'max_length': 150}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Section'), ('h3', 'Subsection')]}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link']}), 4: ('wagtail.blocks.StructBlock', [[('text', 3)]], {}), 5: ('cms.pages.blocks.choosers.ImageChooserBlock', (), {}), 6: ('wagtail.blocks.CharBlock', (), {'help_text': 'Caption under the picture.', 'max_length': 250, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('image', 5), ('caption', 6)]], {}), 8: ('wagtail.blocks.TextBlock', (), {'help_text': 'Without quotation marks.'}), 9: ('wagtail.blocks.CharBlock', (), {'max_length': 120, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('quote', 8), ('speaker', 9)]], {}), 11: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('information', 'Information'), ('important', 'Important'), ('warning', 'Warning')]}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link']}), 13: ('wagtail.blocks.StructBlock', [[('kind', 11), ('text', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'required': False}), 15: ('wagtail.blocks.DecimalBlock', (), {'required': False}), 16: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'required': False}), 17: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 14), ('number', 15), ('rich_text', 16)]], {}), 18: ('wagtail.blocks.StructBlock', [[('table', 17)]], {}), 19: ('cms.pages.blocks.choosers.DocumentChooserBlock', (), {}), 20: ('wagtail.blocks.CharBlock', (), {'help_text': "Leave empty to use the document's own title.", 'max_length': 150, 'required': False}), 21: ('wagtail.blocks.StructBlock', [[('document', 19), ('title', 20)]], {}), 22: ('wagtail.blocks.URLBlock', (), {'label': 'Address', 'validators': [cms.pages.blocks.content.validate_https]}), 23: ('wagtail.blocks.CharBlock', (), {'help_text': 'The title of the content.', 'max_length': 150}), 24: ('wagtail.blocks.TextBlock', (), {'help_text': "A description, for those who don't open it.", 'required': False}), 25: ('wagtail.blocks.StructBlock', [[('url', 22), ('title', 23), ('description', 24)]], {}), 26: ('wagtail.blocks.CharBlock', (), {'help_text': 'Heading above the links.', 'max_length': 100, 'required': False}), 27: ('cms.pages.blocks.choosers.PageChooserBlock', (), {}), 28: ('wagtail.blocks.ListBlock', (27,), {'min_num': 1}), 29: ('wagtail.blocks.StructBlock', [[('title', 26), ('pages', 28)]], {}), 30: ('cms.pages.blocks.choosers.PageChooserBlock', (), {'page_type': ['programme.KeyMessagePage']}), 31: ('wagtail.blocks.StructBlock', [[('message', 30)]], {}), 32: ('wagtail.blocks.CharBlock', (), {'max_length': 150, 'required': False}), 33: ('cms.pages.blocks.choosers.PageChooserBlock', (), {'help_text': 'Leave empty for the whole programme.', 'page_type': ['programme.WorkStreamPage'], 'required': False}), 34: ('wagtail.blocks.StructBlock', [[('title', 32), ('work_stream', 33)]], {})})),
                ('offers_hiding', models.BooleanField(default=False, help_text='Tick this if people in danger may read it, such as a page about getting help. It gets a button that leaves the site at once.', verbose_name='offer “Hide this page”')),
            ],
            options={
                'abstract': False,
            },
            bases=(cms.pages.previews.FrontendPreview, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='FeaturedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('text', models.CharField(blank=True, help_text='Why it is worth a look. Optional.', max_length=200)),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='featured', to='home.homepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Principle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(help_text='A few words, for lists.', max_length=80)),
                ('text', models.TextField(help_text='The principle in one or two sentences.')),
                ('key_messages', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Key messages that express it, if any.', related_name='principles', to='programme.keymessagepage')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='principles', to='home.homepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
    ]
