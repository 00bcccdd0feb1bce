import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("routing", "0004_gml_properties"),
    ]

    operations = [
        migrations.AlterField(
            model_name="walkingbusstop",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                to="routing.walkingbusline",
                to_field="slug",
                verbose_name="Linie",
            ),
        ),
    ]
