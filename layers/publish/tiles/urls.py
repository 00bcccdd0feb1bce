"""What of the tiles Django answers itself; the tiles come through the door before it."""

from django.urls import path

from layers.publish.tiles import views

urlpatterns = [path("<slug:name>.json", views.tilejson, name="tilejson")]
