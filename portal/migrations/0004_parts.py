from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_rescan"),
    ]

    operations = [
        migrations.AddField(
            model_name="intakefile",
            name="record_count",
            field=models.IntegerField(default=1),
        ),
    ]
