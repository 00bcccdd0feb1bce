"""Background jobs: what is kept for minutes or months goes when its time is over."""

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from procrastinate.contrib.django import app

from . import credentials, outbox, throttle


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="accounts.forget_failures")
def forget_failures(timestamp: int) -> None:
    throttle.forget_old(timezone.now())


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="accounts.forget_ended")
def forget_ended(timestamp: int) -> None:
    credentials.forget_ended(timezone.now())
    SessionStore.clear_expired()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="accounts.send_mails", lock="accounts.send_mails")
def send_mails(timestamp: int) -> int:
    return outbox.send_waiting(timezone.now())
