from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0022_record_hand_outs")]

    operations = [
        migrations.AddField(model_name="handout", name="places", field=models.JSONField(default=list)),
    ]
