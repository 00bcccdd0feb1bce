"""The address of the service."""

from django.urls import path

from layers.publish.wfs.views import service

urlpatterns = [path("", service, name="wfs")]
