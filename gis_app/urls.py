"""All addresses of the application."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("konto/", include("accounts.urls")),
    path("verwaltung/", admin.site.urls),
]
