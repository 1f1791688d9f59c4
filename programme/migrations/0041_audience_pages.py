import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import cms.pages.blocks.content
import cms.pages.previews


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0040_audiences_of_publications"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AudiencePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('change_significance', models.CharField(blank=True, choices=[('major', 'Major: readers should hear of it, in feeds and in the newsletter'), ('minor', 'Minor: corrections and small additions')], help_text='Recorded with the date when the page is published.', max_length=10, verbose_name='how big is this change?')),
                ('change_note', models.CharField(blank=True, help_text='The change in one sentence, such as “Adds the minutes of June”. Recorded when the page is published.', max_length=200, verbose_name='one line for readers')),
                ('search_words', models.TextField(blank=True, help_text="Other words for this page, and questions that it answers, one on each line. The search finds the page by them; readers don't see them.", verbose_name='words that readers search by')),
                ('summary', models.CharField(help_text='What the programme means for these people, 300 characters at most.', max_length=300)),
                ('body', wagtail.fields.StreamField([('heading', 2), ('rich_text', 4), ('image', 7), ('quote', 10), ('call_out', 13), ('table', 18), ('document', 21), ('embed', 25), ('page_links', 29), ('key_message', 31), ('progress_table', 34)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'max_length': 150}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Section'), ('h3', 'Subsection')]}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link']}), 4: ('wagtail.blocks.StructBlock', [[('text', 3)]], {}), 5: ('cms.pages.blocks.choosers.ImageChooserBlock', (), {}), 6: ('wagtail.blocks.CharBlock', (), {'help_text': 'Caption under the picture.', 'max_length': 250, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('image', 5), ('caption', 6)]], {}), 8: ('wagtail.blocks.TextBlock', (), {'help_text': 'Without quotation marks.'}), 9: ('wagtail.blocks.CharBlock', (), {'max_length': 120, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('quote', 8), ('speaker', 9)]], {}), 11: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('information', 'Information'), ('important', 'Important'), ('warning', 'Warning')]}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link']}), 13: ('wagtail.blocks.StructBlock', [[('kind', 11), ('text', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'required': False}), 15: ('wagtail.blocks.DecimalBlock', (), {'required': False}), 16: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'required': False}), 17: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 14), ('number', 15), ('rich_text', 16)]], {}), 18: ('wagtail.blocks.StructBlock', [[('table', 17)]], {}), 19: ('cms.pages.blocks.choosers.DocumentChooserBlock', (), {}), 20: ('wagtail.blocks.CharBlock', (), {'help_text': "Leave empty to use the document's own title.", 'max_length': 150, 'required': False}), 21: ('wagtail.blocks.StructBlock', [[('document', 19), ('title', 20)]], {}), 22: ('wagtail.blocks.URLBlock', (), {'label': 'Address', 'validators': [cms.pages.blocks.content.validate_https]}), 23: ('wagtail.blocks.CharBlock', (), {'help_text': 'The title of the content.', 'max_length': 150}), 24: ('wagtail.blocks.TextBlock', (), {'help_text': "A description, for those who don't open it.", 'required': False}), 25: ('wagtail.blocks.StructBlock', [[('url', 22), ('title', 23), ('description', 24)]], {}), 26: ('wagtail.blocks.CharBlock', (), {'help_text': 'Heading above the links.', 'max_length': 100, 'required': False}), 27: ('cms.pages.blocks.choosers.PageChooserBlock', (), {}), 28: ('wagtail.blocks.ListBlock', (27,), {'min_num': 1}), 29: ('wagtail.blocks.StructBlock', [[('title', 26), ('pages', 28)]], {}), 30: ('cms.pages.blocks.choosers.PageChooserBlock', (), {'page_type': ['programme.KeyMessagePage']}), 31: ('wagtail.blocks.StructBlock', [[('message', 30)]], {}), 32: ('wagtail.blocks.CharBlock', (), {'max_length': 150, 'required': False}), 33: ('cms.pages.blocks.choosers.PageChooserBlock', (), {'help_text': 'Leave empty for the whole programme.', 'page_type': ['programme.WorkStreamPage'], 'required': False}), 34: ('wagtail.blocks.StructBlock', [[('title', 32), ('work_stream', 33)]], {})}, help_text='What they should do.', verbose_name='what to do')),
                ('whom_to_ask', wagtail.fields.RichTextField(blank=True, help_text="Whom these people should ask. Leave it empty to show the team's contact.")),
                ('audience', models.ForeignKey(blank=True, help_text='For whom it is. What is published for them is listed below the text.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pages', to='programme.audience')),
            ],
            options={
                'abstract': False,
            },
            bases=(cms.pages.previews.FrontendPreview, 'wagtailcore.page'),
        ),
    ]
