"""The public page of the plan and its exports, and the list of facilities for planners."""

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from heatmodel.action_plan import exports
from heatmodel.action_plan.models import RiskFacility
from heatmodel.action_plan.queries import ActionPlan, action_plan


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
def plan(request: HttpRequest) -> HttpResponse:
    return render(request, "heatmodel/action_plan/plan.html", {"plan": _now()})


@require_safe
@vary_on_headers("Accept-Language")
def plan_json(request: HttpRequest) -> HttpResponse:
    return JsonResponse(exports.document(_now()), json_dumps_params={"ensure_ascii": False})


@require_safe
@vary_on_headers("Accept-Language")
def plan_csv(request: HttpRequest) -> HttpResponse:
    return _file(exports.table(_now()).encode("utf-8-sig"), "text/csv; charset=utf-8", "csv")


@require_safe
@vary_on_headers("Accept-Language")
def plan_pdf(request: HttpRequest) -> HttpResponse:
    return _file(exports.pdf(_now()), "application/pdf", "pdf")


@never_cache
@login_required
@permission_required("heatmodel.view_riskfacility", raise_exception=True)
@require_safe
def facilities(request: HttpRequest) -> HttpResponse:
    found = RiskFacility.objects.select_related("dataset").order_by("name")
    return render(request, "heatmodel/action_plan/facilities.html", {"facilities": found})


def _now() -> ActionPlan:
    return action_plan(timezone.localdate())


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="hitzeaktionsplan.{ending}"'
    return answer
