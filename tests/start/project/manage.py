"""Stands in for Django's commands: notes each call, and speaks to the database it was given."""

import os
import signal
import sys
import time
from pathlib import Path

import psycopg

ROOT = Path(__file__).parent


def main(command: str, *args: str) -> None:
    with (ROOT / "calls").open("a") as calls:
        calls.write(f"{command}\n")
    match command:
        case "query":
            with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
                for sql in args:
                    cursor = connection.execute(sql)
                    sys.stdout.write(f"{cursor.fetchone() if cursor.description else None}\n")
        case "wait_for":
            while not (ROOT / args[0]).exists():
                time.sleep(0.05)
        case "kill_server":
            pid_file = ROOT / "var" / "postgresql" / "data" / "postmaster.pid"
            os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
        case "environment":
            sys.stdout.write(f"{os.environ.get(args[0], '')}\n")
        case "collectstatic":
            (ROOT / "var" / "static").mkdir(exist_ok=True)
        case "first_account":
            sys.stdout.write("Benutzer: stadt\nPasswort: geheim\n")
        case "procrastinate":
            (ROOT / "worker").write_text(str(os.getpid()))
            signal.pause()


main(*sys.argv[1:])
