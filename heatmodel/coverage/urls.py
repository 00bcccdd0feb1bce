from django.urls import path

from heatmodel.coverage import views

urlpatterns = [path("", views.coverage, name="coverage")]
