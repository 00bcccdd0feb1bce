"""The pages of the scenario tool. Every one is for heat planners alone."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import AccountRequest
from heatmodel.planning import drafts, pages, queries, services
from heatmodel.planning.errors import DraftChanged, NotComputable, NotComputed, UnreadableDraft
from heatmodel.planning.forms import MeasureForm, NameForm, PasteForm
from heatmodel.planning.models import Scenario
from heatmodel.planning.roles import PERMISSION
from layers.editing.errors import NotAllowed
from layers.site import site

View = Callable[..., HttpResponse]


def planners_only(view: View) -> View:
    """Without an account to the login, without the permission 403; never from a cache."""
    guarded = login_required(permission_required(PERMISSION, raise_exception=True)(view))
    return never_cache(wraps(view)(guarded))


def of_scenario(view: View) -> View:
    """The view gets the scenario instead of its key; 404 if there is none."""

    @wraps(view)
    def found(request: HttpRequest, key: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        scenario = queries.scenario(key)
        if scenario is None:
            raise Http404
        return view(request, scenario, *args, **kwargs)

    return planners_only(found)


@planners_only
@require_http_methods(["GET", "HEAD", "POST"])
def scenarios(request: AccountRequest) -> HttpResponse:
    """The list; a POST begins a new one."""
    form = NameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = services.create(request.user, form.cleaned_data["name"])
        return redirect("scenario", made.key)
    context = {"scenarios": queries.scenarios(), "form": form}
    return render(request, "heatmodel/scenarios.html", context)


@of_scenario
@require_http_methods(["GET", "HEAD", "POST"])
def scenario(request: AccountRequest, scenario: Scenario) -> HttpResponse:
    """The workbench with what was computed last; a POST gives another name."""
    form = NameForm(request.POST if request.method == "POST" else None, instance=scenario)
    if request.method == "POST" and form.is_valid():
        services.rename(scenario.key, form.cleaned_data["name"])
        return redirect("scenario", scenario.key)
    return _page(request, scenario, name_form=form)


@of_scenario
@require_POST
def draft(request: AccountRequest, scenario: Scenario) -> HttpResponse:
    """The whole draft from the map, as GeoJSON; `?version=` names the one that was changed."""
    try:
        collection = drafts.read_collection(request.body)
        saved = services.save_draft(
            scenario.key, collection, seen_version=_version(request.GET.get("version", ""))
        )
    except UnreadableDraft as error:
        return JsonResponse({"error": str(error)}, status=422)
    except DraftChanged as error:
        told = _("Inzwischen hat jemand anderes dieses Szenario geändert.")
        return JsonResponse(
            {"error": told, **_state(scenario, error.theirs, error.version)}, status=409
        )
    return JsonResponse(_state(saved, saved.measures, saved.version))


@of_scenario
@require_POST
def add_measure(request: AccountRequest, scenario: Scenario) -> HttpResponse:
    form = MeasureForm(request.POST)
    if not form.is_valid():
        return _page(request, scenario, measure_form=form, status=422)
    features = [*scenario.measures["features"], form.feature()]
    return _keep(request, scenario, features, measure_form=form)


@of_scenario
@require_POST
def change_measures(request: AccountRequest, scenario: Scenario) -> HttpResponse:
    """The table without script: numbers of each row, and rows to be removed."""
    removed = set(request.POST.getlist("remove"))
    features = [
        pages.with_numbers(feature, request.POST)
        for feature in scenario.measures["features"]
        if feature["id"] not in removed
    ]
    return _keep(request, scenario, features)


@of_scenario
@require_POST
def paste(request: AccountRequest, scenario: Scenario) -> HttpResponse:
    """Measures from elsewhere take the place of the draft, if they can be read."""
    form = PasteForm(request.POST)
    if form.is_valid():
        try:
            collection = drafts.read_collection(form.cleaned_data["text"])
        except UnreadableDraft as error:
            form.add_error("text", str(error))
        else:
            return _keep(request, scenario, collection["features"], paste_form=form)
    return _page(request, scenario, paste_form=form, status=422)


@of_scenario
@require_safe
def measures(request: AccountRequest, scenario: Scenario) -> HttpResponse:
    answer = JsonResponse(scenario.measures, json_dumps_params={"ensure_ascii": False})
    answer.headers["Content-Type"] = "application/geo+json"
    answer.headers["Content-Disposition"] = f'attachment; filename="szenario-{scenario.pk}.geojson"'
    return answer


@of_scenario
@require_safe
def progress(request: AccountRequest, scenario: Scenario) -> HttpResponse:
    return JsonResponse(
        {
            "state": scenario.state,
            "label": str(scenario.get_state_display()),
            "percent": scenario.progress_pct,
            "busy": scenario.is_busy,
        }
    )


@of_scenario
@require_POST
def compute(request: AccountRequest, scenario: Scenario) -> HttpResponse:
    try:
        services.submit(scenario.key)
    except NotComputable as error:
        messages.error(request, str(error))
    return redirect("scenario", scenario.key)


@of_scenario
@require_POST
def publish(request: AccountRequest, scenario: Scenario) -> HttpResponse:
    try:
        count = services.publish(scenario.key, request.user)
    except NotComputed as error:
        messages.error(request, str(error))
    except NotAllowed:
        messages.error(request, _("Ihre Rolle darf nichts veröffentlichen."))
    else:
        messages.success(
            request, _("Veröffentlicht: %(count)s Flächen in der Ebene.") % {"count": count}
        )
    return redirect("scenario", scenario.key)


@of_scenario
@require_POST
def withdraw(request: AccountRequest, scenario: Scenario) -> HttpResponse:
    services.withdraw(scenario.key, request.user)
    messages.success(request, _("Das Szenario ist nicht mehr öffentlich."))
    return redirect("scenario", scenario.key)


@of_scenario
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: AccountRequest, scenario: Scenario) -> HttpResponse:
    """First the question, then the deed."""
    if request.method != "POST":
        return render(request, "heatmodel/scenario_delete.html", {"scenario": scenario})
    services.delete(scenario.key, request.user)
    return redirect("scenarios")


@of_scenario
@require_safe
def picture(
    request: AccountRequest, scenario: Scenario, quantity: str, moment: str
) -> HttpResponse:
    png = queries.picture(scenario.key, quantity, moment)
    if png is None:
        raise Http404
    return HttpResponse(png, content_type="image/png")


@of_scenario
@require_safe
def report_pdf(request: AccountRequest, scenario: Scenario) -> HttpResponse:
    from heatmodel.planning.reports import pdf  # WeasyPrint takes a second to load

    return _download(pdf(_computed(scenario)), "application/pdf", scenario, "pdf")


@of_scenario
@require_safe
def report_html(request: AccountRequest, scenario: Scenario) -> HttpResponse:
    from heatmodel.planning.reports import html_map  # so does folium

    return _download(html_map(_computed(scenario)), "text/html; charset=utf-8", scenario, "html")


def _computed(scenario: Scenario) -> Scenario:
    if scenario.result is None:
        raise Http404
    return scenario


def _download(content: bytes, content_type: str, scenario: Scenario, ending: str) -> HttpResponse:
    """Always saved, never shown: a report's own script has no business on this origin."""
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="szenario-{scenario.pk}.{ending}"'
    )
    return answer


def _keep(
    request: AccountRequest, scenario: Scenario, features: list[dict[str, Any]], **forms: Any
) -> HttpResponse:
    """Save from a form; what somebody else saved in between is told and not overwritten."""
    try:
        collection = drafts.kept({"type": "FeatureCollection", "features": features})
        seen = _version(request.POST.get("version", ""))
        services.save_draft(scenario.key, collection, seen_version=seen)
    except UnreadableDraft as error:
        messages.error(request, str(error))
        return _page(request, scenario, status=422, **forms)
    except DraftChanged:
        messages.error(
            request,
            _("Inzwischen hat jemand anderes dieses Szenario geändert. Bitte noch einmal ansehen."),
        )
        return _page(request, scenario, status=409, **forms)
    return redirect("scenario", scenario.key)


def _version(text: str) -> int:
    """0, which nobody has seen, where none is named."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _page(
    request: AccountRequest, scenario: Scenario, *, status: int = 200, **forms: Any
) -> HttpResponse:
    context = {
        "scenario": scenario,
        "name_form": NameForm(instance=scenario),
        "measure_form": MeasureForm(initial={"measure": "tree"}),
        "paste_form": PasteForm.of(scenario.measures),
        "report": pages.report(scenario) if scenario.result else None,
        "config": pages.map_config(scenario, site()),
        **_table(scenario, scenario.measures),
        **forms,
    }
    return render(request, "heatmodel/scenario.html", context, status=status)


def _table(scenario: Scenario, collection: Mapping[str, Any]) -> dict[str, Any]:
    found = drafts.problems(collection, queries.city_box())
    return {"rows": pages.rows(collection, found), "problems": found}


def _state(scenario: Scenario, collection: Mapping[str, Any], version: int) -> dict[str, Any]:
    """What the script needs after a save."""
    table = _table(scenario, collection)
    return {
        "version": version,
        "collection": collection,
        "table": render_to_string("heatmodel/_measures.html", {"scenario": scenario, **table}),
        "computable": bool(table["rows"]) and not table["problems"],
    }
