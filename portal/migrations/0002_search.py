from django.db import migrations, models


def create_index(apps, schema_editor):
    from portal.catalogue.backends import backend_for

    backend_for(schema_editor.connection).create()


def drop_index(apps, schema_editor):
    from portal.catalogue.backends import backend_for

    backend_for(schema_editor.connection).drop()


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="cataloguepage",
            name="added",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="cataloguerecord",
            name="title_folded",
            field=models.CharField(blank=True, default="", max_length=1000),
            preserve_default=False,
        ),
        migrations.RunPython(create_index, drop_index),
    ]
