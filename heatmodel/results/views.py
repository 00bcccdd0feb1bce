"""Pages of the heat model: zones by district, shade by the hour, and where a number comes from."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from heatmodel.models import HeatRun
from heatmodel.results import queries
from heatmodel.shading.moments import HALF_MONTHS, moment_of
from heatmodel.shading.queries import is_night, raster_folder, shade_day, shade_file
from layers.clock import InvalidTime, asked_time


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
def zones(request: HttpRequest) -> HttpResponse:
    """Heat zones by district, how they were computed, and their run."""
    shown = queries.current_run()
    districts = queries.zones_by_district()
    context = {
        "run": shown,
        "is_stale": shown is not None and queries.is_stale(shown),
        "districts": districts,
        "ages_known": queries.ages_known(zone for one in districts for zone in one.zones),
        "islands": queries.largest_islands(),
    }
    return render(request, "heatmodel/zones.html", context)


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
def shade(request: HttpRequest) -> HttpResponse:
    """What the picture of shade shows at the asked time, in words, and its rasters."""
    try:
        asked = asked_time(request.GET.get("zeit", ""))
    except InvalidTime:
        asked = asked_time("")
    shown = queries.current_run()
    moment = moment_of(asked.at)
    context = {
        "run": shown,
        "asked": asked,
        "is_stale": shown is not None and queries.is_stale(shown),
        "is_night": shown is not None and is_night(shown, moment),
        "day": shade_day(shown, moment.half_month),
        "days": [(number, shade_day(shown, number)) for number in range(HALF_MONTHS)],
    }
    return render(request, "heatmodel/shade.html", context)


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
def run(request: HttpRequest, run_id: str) -> HttpResponse:
    """The provenance of every number of a run: sources, licences, parameters."""
    shown = get_object_or_404(HeatRun.objects.select_related("dataset"), run_id=run_id)
    if not shown.published:
        raise Http404
    context = {"run": shown, "is_stale": queries.is_stale(shown)}
    return render(request, "heatmodel/run.html", context)


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def shade_raster(request: HttpRequest, run_id: str, half_month: int) -> FileResponse:
    """The raster of one day as cloud-optimised GeoTIFF: bit k is stored hour k."""
    found = get_object_or_404(HeatRun, run_id=run_id, published=True)
    path = shade_file(raster_folder(found), half_month)
    if half_month >= HALF_MONTHS or not found.folder or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{run_id}-{path.name}")
