from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0040_social_channel_is_public"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageCount",
            fields=[
                ("table", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
            ],
        ),
    ]
