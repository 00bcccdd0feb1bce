"""The pages of the scenario tool. Every one is for heat planners alone."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.requests import AccountRequest
from heatmodel.planning import drafts, pages, queries, rasters, services
from heatmodel.planning.errors import DraftChanged, NotComputable, NotComputed, UnreadableDraft
from heatmodel.planning.forms import MeasureForm, NameForm, PasteForm
from heatmodel.planning.models import Scenario, ScenarioReport
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
            **_reports(request, scenario),
        }
    )


@of_scenario
@require_POST
def compute(request: AccountRequest, scenario: Scenario) -> HttpResponse:
    try:
        services.submit(scenario.key, get_language())
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
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: AccountRequest, scenario: Scenario, form: str) -> HttpResponse:
    """A report that was made; a POST has one made in the reader's language.

    Always saved, never shown: a report's own script has no business on this origin.
    """
    if request.method == "POST":
        try:
            services.ask_for_report(scenario.key, form, get_language())
        except NotComputed as error:
            messages.error(request, str(error))
        return redirect(reverse("scenario", args=[scenario.key]) + "#result")
    content = queries.report(scenario, form, get_language())
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type=_REPORT_TYPES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="szenario-{scenario.pk}.{form}"'
    return answer


_REPORT_TYPES = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
def public(request: HttpRequest) -> HttpResponse:
    """What published scenarios would change, in words and numbers, for everybody."""
    shown = [(one, pages.report(one, public=True)) for one in queries.public_scenarios()]
    return render(request, "heatmodel/public_scenarios.html", {"shown": shown})


@require_safe
def raster(request: HttpRequest, key: UUID, state: str) -> FileResponse:
    """A raster of a published scenario as cloud-optimised GeoTIFF."""
    scenario = queries.scenario(key)
    if scenario is None or not scenario.public_folder:
        raise Http404
    path = rasters.raster_of(scenario.public_folder, state)
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"szenario-{key}-{state}.tif")


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
        "report_files": _report_files(scenario),
        **_table(scenario, scenario.measures),
        **forms,
    }
    return render(request, "heatmodel/scenario.html", context, status=status)


def _report_files(scenario: Scenario) -> list[tuple[str, str, ScenarioReport | None]]:
    """Form, words, and the report itself if there is one or one is being made."""
    found = queries.reports(scenario, get_language())
    return [(form.value, str(form.label), found.get(form.value)) for form in ScenarioReport.Form]


def _reports(request: HttpRequest, scenario: Scenario) -> dict[str, Any]:
    """What the script needs while reports are being made."""
    files = _report_files(scenario)
    context = {"scenario": scenario, "report_files": files}
    return {
        "coming": any(found and found.is_coming for _form, _words, found in files),
        "reports": render_to_string("heatmodel/_report_files.html", context, request),
    }


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
