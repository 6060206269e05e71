from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0008_outgoing_told"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingdocument",
            name="proof_code",
            field=models.CharField(blank=True, db_index=True, max_length=32),
        ),
    ]
