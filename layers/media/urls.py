"""Addresses of photographs."""

from django.urls import path

from layers.media import views

urlpatterns = [path("fotos/<uuid:key>/<int:width>.jpg", views.photo_file, name="photo")]
