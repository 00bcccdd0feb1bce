from django.urls import path

from heatmodel.print import views

urlpatterns = [
    path("", views.index, name="print"),
    path("bezirke/<slug:slug>/", views.sheet, name="print_district"),
    path("bezirke/<slug:slug>.pdf", views.sheet_pdf, name="print_district_pdf"),
    path("plakat.pdf", views.map_poster, name="print_map_poster"),
    path("plakat/<slug:slug>.pdf", views.poster, name="print_poster"),
]
