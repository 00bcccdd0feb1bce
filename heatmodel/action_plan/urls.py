from django.urls import path

from heatmodel.action_plan import views

urlpatterns = [
    path("", views.plan, name="action_plan"),
    path("plan.json", views.plan_json, name="action_plan_json"),
    path("plan.csv", views.plan_csv, name="action_plan_csv"),
    path("plan.pdf", views.plan_pdf, name="action_plan_pdf"),
    path("einrichtungen/", views.facilities, name="vulnerable_facilities"),
]
