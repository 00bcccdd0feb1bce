"""E-mails are written down in the transaction they belong to, and sent by a job afterwards.

So a mail server that is away delays no page and loses no message. The address is deleted with
the message: once it is sent, at the latest after KEEP. No line of a log names it.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction

from .models import Mail

log = logging.getLogger(__name__)

KEEP = timedelta(days=3)
_FIRST_WAIT = timedelta(minutes=2)
_LONGEST_WAIT = timedelta(hours=6)


def enqueue(
    kind: str,
    address: str,
    subject: str,
    body: str,
    now: datetime,
    *,
    headers: Mapping[str, str] | None = None,
) -> Mail:
    """Have a message sent; `kind` is what the log calls it."""
    return Mail.objects.create(
        kind=kind,
        address=address,
        subject=" ".join(subject.split())[:200],
        body=body,
        headers=dict(headers or {}),
        created_at=now,
        not_before=now,
        not_after=now + KEEP,
    )


def send_waiting(now: datetime) -> int:
    """Send what is due, each in a transaction of its own; how many left the house.

    A process that dies between sending and deleting sends once more: better twice than never.
    """
    forgotten, _by_model = Mail.objects.filter(not_after__lte=now).delete()
    if forgotten:
        log.warning("%s e-mails could not be sent in time and were deleted", forgotten)
    sent = 0
    while (outcome := _send_next(now)) is not None:
        sent += outcome
    return sent


def _send_next(now: datetime) -> bool | None:
    """Whether the next one left; None if none is due."""
    with transaction.atomic():
        mail = (
            Mail.objects.select_for_update(skip_locked=True)
            .filter(not_before__lte=now)
            .order_by("not_before", "pk")
            .first()
        )
        if mail is None:
            return None
        try:
            EmailMessage(mail.subject, mail.body, None, [mail.address], headers=mail.headers).send()
        except (OSError, SMTPException) as error:  # its text may name the address
            log.warning("e-mail %s was not sent: %s", mail, type(error).__name__)
            _put_off(mail, now)
            return False
        mail.delete()
        return True


def _put_off(mail: Mail, now: datetime) -> None:
    mail.tries += 1
    mail.not_before = now + min(_FIRST_WAIT * 2 ** min(mail.tries - 1, 10), _LONGEST_WAIT)
    mail.save(update_fields=["tries", "not_before"])
