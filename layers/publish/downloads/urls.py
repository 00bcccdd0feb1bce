"""The addresses of downloads: layer and format."""

from django.urls import path

from layers.publish.downloads.views import download

urlpatterns = [path("<slug:name>.<str:extension>", download, name="download")]
