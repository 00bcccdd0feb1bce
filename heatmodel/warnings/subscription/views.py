"""The pages of the subscription; plain forms, no script needed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import throttle
from accounts.address import client_address
from accounts.errors import Throttled
from heatmodel.warnings.queries import State, situation
from heatmodel.warnings.subscription import services
from heatmodel.warnings.subscription.forms import CONSENT, SubscriptionForm
from layers.humans import stamp, stamped

_methods = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_methods
def subscribe(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether the address is known or not."""
    now = timezone.now()
    status, wait_s = 200, 0
    if request.method == "POST":
        age_s = stamped(request.POST.get("stempel", ""), now.timestamp())
        form = SubscriptionForm(data=request.POST, age_s=age_s)
        status = 422
        if form.is_valid():
            try:
                _ask(request, form)
                return render(request, "heatmodel/subscription/asked.html")
            except Throttled as fact:
                form.add_error(
                    None, _("Das waren zu viele auf einmal. Bitte warten Sie ein paar Minuten.")
                )
                status, wait_s = 429, fact.wait_s
    else:
        form = SubscriptionForm(age_s=None, initial={"language": get_language(), "level": 1})
    context = {
        "form": form,
        "stamp": request.POST.get("stempel") or stamp(now.timestamp()),
        "is_connected": situation(now).state != State.UNCONNECTED,
    }
    response = render(request, "heatmodel/subscription/subscribe.html", context, status=status)
    if wait_s:
        response.headers["Retry-After"] = str(wait_s)
    return response


@never_cache
@_methods
def confirm(request: HttpRequest) -> HttpResponse:
    """Asks before it does: programs that look through e-mails follow links too."""
    template = "heatmodel/subscription/confirm.html"
    if request.method != "POST":
        return render(request, template, {"wording": CONSENT})
    language = get_language() or "de"
    token = request.GET.get("t", "")
    done = services.confirm(token, str(CONSENT), language, timezone.now())
    return render(
        request, template, {"done": done, "failed": not done}, status=200 if done else 410
    )


@csrf_exempt  # mail programs send it, in one click and without a cookie (RFC 8058)
@never_cache
@_methods
def end(request: HttpRequest) -> HttpResponse:
    template = "heatmodel/subscription/end.html"
    if request.method != "POST":
        return render(request, template)
    done = services.end(request.GET.get("t", ""), timezone.now())
    return render(
        request, template, {"done": done, "failed": not done}, status=200 if done else 404
    )


def _ask(request: HttpRequest, form: SubscriptionForm) -> None:
    """Raises Throttled."""
    cleaned, now = form.cleaned_data, timezone.now()
    address = cleaned["email"]
    throttle.count_try(throttle.Door.SUBSCRIPTION, address.casefold(), client_address(request), now)
    services.ask(address, level=cleaned["level"], language=cleaned["language"], now=now)
