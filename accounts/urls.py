from django.urls import path

from . import views
from .models import Credential

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("anmelden/", views.Login.as_view(), name="login"),
    path("abmelden/", views.Logout.as_view(), name="logout"),
    path("passwort/", views.Password.as_view(), name="password"),
    path(
        "app-passwoerter/",
        views.credentials,
        {"kind": Credential.Kind.APP_PASSWORD},
        name="app_passwords",
    ),
    path("api-token/", views.credentials, {"kind": Credential.Kind.TOKEN}, name="tokens"),
    path("zugaenge/<int:pk>/widerrufen/", views.revoke, name="revoke"),
]
