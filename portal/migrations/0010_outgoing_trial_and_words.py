from django.db import migrations, models


def tried_before(apps, _schema):
    """What is checked by now was tried when it was read."""
    apps.get_model("portal", "OutgoingDocument").objects.filter(state="checked").exclude(type_code="").update(
        trial="passed"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0009_outgoing_proof_code"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingdocument",
            name="trial",
            field=models.CharField(blank=True, default="", max_length=16),
        ),
        migrations.AddField(
            model_name="outgoingdocument",
            name="number_place",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="outgoingdocument",
            name="date_place",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="outgoingfile",
            name="words",
            field=models.CharField(blank=True, default="", max_length=255),
        ),
        migrations.RunPython(tried_before, migrations.RunPython.noop),
    ]
