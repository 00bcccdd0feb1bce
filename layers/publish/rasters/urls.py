from django.urls import path

from layers.publish.rasters import views

urlpatterns = [
    path(
        "<slug:name>/<slug:token>/<slug:theme>/<slug:variant>/<int:z>/<int:x>/<int:y>.png",
        views.tile,
        name="raster_tile",
    )
]
