"""A hub with content keeps the words that the released program had for it. A new one begins without."""

from django.db import migrations

GROUPS = (
    ("child", "A child", "You are a child", "Children and young people", "any"),
    ("young_person", "A young person", "You are a young person", "", ""),
    ("parent", "A parent or carer", "You are a parent or carer", "", ""),
    ("worried_adult", "An adult who is worried about a child", "You are worried about a child", "Worried about a child", "worried_about_child"),
    ("professional", "Somebody who works with children", "You work with children", "", ""),
)
SUBJECTS = (
    ("worried_about_child", "A worry about a child"),
    ("physical_abuse", "Physical abuse"),
    ("sexual_abuse", "Sexual abuse and rape"),
    ("emotional_abuse", "Emotional abuse"),
    ("neglect", "Neglect"),
    ("suicide", "Thoughts of suicide"),
    ("self_harm", "Self-harm"),
    ("mental_health", "Mental health"),
    ("domestic_abuse", "Domestic abuse"),
    ("online_abuse", "Abuse online"),
    ("shared_pictures", "Pictures that were shared"),
    ("bullying", "Bullying"),
    ("trafficking", "Trafficking and exploitation"),
    ("runaway", "Running away"),
    ("forced_marriage_fgm", "Forced marriage and female genital mutilation"),
    ("drink_drugs", "Drink and drugs"),
    ("parent_strain", "Parents under strain"),
    ("social_work", "Social work"),
)
WORDS = {
    "not_for_forms": "Don't use this form to tell us about a child at risk, or if you need help yourself.",
    "help_question": "Do you need help, or are you worried about a child?",
    "help_summary": "Who to ring, text or chat with in Scotland if you are in danger, are being hurt, can't cope, or are "
    "worried about a child.",
    "search_examples": "“neglect” or “recommendation 1”",
}


def keep(apps, schema_editor):
    """Give a hub with a home page the words that it had."""
    pages = apps.get_model("wagtailcore", "Page").objects.using(schema_editor.connection.alias)
    if not pages.filter(content_type__app_label="home", content_type__model="homepage").exists():
        return
    for order, (slug, name, heading, banner, banner_topic) in enumerate(GROUPS, start=1):
        values = {"name": name, "heading": heading, "banner": banner, "banner_topic": banner_topic, "order": order}
        apps.get_model("cms", "HelpGroup").objects.get_or_create(slug=slug, defaults=values)
    for slug, name in SUBJECTS:
        apps.get_model("cms", "HelpSubject").objects.get_or_create(slug=slug, defaults={"name": name})
    settings = apps.get_model("cms", "HubSettings").objects
    for site in apps.get_model("wagtailcore", "Site").objects.filter(is_default_site=True):
        settings.get_or_create(site=site)
    settings.update(**WORDS)


class Migration(migrations.Migration):

    dependencies = [
        ("cms", "0018_help_groups"),
    ]

    operations = [
        migrations.RunPython(keep, migrations.RunPython.noop, elidable=True),
    ]
