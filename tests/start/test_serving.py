"""`./run` from the first start to the last: what it prints, supervises and leaves behind."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests.start.sandbox import Project


def page(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
        return answer.read().decode()


def status(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


def until_ready(run: subprocess.Popen[str]) -> str:
    said = ""
    assert run.stdout is not None
    for line in run.stdout:
        said += line
        if "./run stop ends it" in line:
            return said
    raise AssertionError(said)


def web_server(port: int) -> int | None:
    """The parent of the process that answers, unless that one is an orphan."""
    pid = int(page(port).split()[1])
    return pid if b"gis_app.serving" in Path(f"/proc/{pid}/cmdline").read_bytes() else None


def web_process(port: int) -> int:
    """The process that answers; one of two."""
    return int(page(port).split()[2])


def worker(project: Project) -> int:
    return int((project.root / "worker").read_text())


def eventually(question, seconds: float = 15):
    deadline = time.monotonic() + seconds
    while True:
        try:
            if answer := question():
                return answer
        except (OSError, ValueError, urllib.error.URLError):
            pass
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_alive(pid: int | None) -> bool:
    return Path(f"/proc/{pid}/exe").exists()


def test_a_life_of_the_map(project: Project, free_port: int) -> None:
    port = str(free_port)
    run = project.start(PORT=port)
    said = until_ready(run)

    # The first start sets everything up and shows the password.
    assert f"http://localhost:{port}/" in said
    assert "Passwort: geheim" in said
    assert page(free_port).startswith("Hamm")
    secret = project.root / "var" / "secret_key"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_text()) >= 50

    # A second one beside it is refused.
    second = project(PORT=str(free_port + 1))
    assert second.returncode == 1
    assert "runs already" in second.stdout

    # A child that dies comes back.
    first_worker = eventually(lambda: worker(project))
    os.kill(first_worker, signal.SIGKILL)
    assert eventually(lambda: worker(project) != first_worker and is_alive(worker(project)))
    web = web_server(free_port)
    os.kill(web, signal.SIGKILL)
    assert eventually(lambda: web_server(free_port) not in (None, web))

    # ./run stop ends the map, its children and its database.
    children = [worker(project), web_server(free_port)]
    assert project("stop").stdout == "The map has ended.\n"
    assert run.wait(timeout=60) == 0
    assert not any(is_alive(child) for child in children)
    assert project.server() is None

    # The second start is quick, does nothing twice and shows no password.
    began = time.monotonic()
    run = project.start(PORT=port)
    said = until_ready(run)
    assert time.monotonic() - began < 5
    assert "Passwort" not in said
    for title in ("Front-end", "Database tables", "Demonstration data", "Static files"):
        assert title not in said
    calls = (project.root / "calls").read_text().split()
    for once in ("migrate", "load_fixtures", "collectstatic", "first_account"):
        assert calls.count(once) == 1

    # Ctrl-C ends it as cleanly.
    assert eventually(lambda: is_alive(worker(project)))
    children = [worker(project), web_server(free_port)]
    run.send_signal(signal.SIGINT)
    assert run.wait(timeout=60) == 0
    assert not any(is_alive(child) for child in children)
    assert project.server() is None

    # Killed outright, it leaves nothing that stands in the way of the next start.
    run = project.start(PORT=port)
    until_ready(run)
    assert eventually(lambda: is_alive(worker(project)))
    children = [worker(project), web_server(free_port)]
    run.kill()
    run = project.start(PORT=port)
    until_ready(run)
    assert not any(is_alive(child) for child in children)
    assert project("stop").returncode == 0
    assert run.wait(timeout=60) == 0


def test_a_killed_database_comes_back(project: Project, free_port: int) -> None:
    run = project.start(PORT=str(free_port))
    until_ready(run)
    web = web_server(free_port)
    killed = project.server()
    children = Path(f"/proc/{killed}/task/{killed}/children").read_text().split()
    assert status(free_port, "/database") == 200

    for pid in [killed, *map(int, children)]:
        os.kill(pid, signal.SIGKILL)

    assert status(free_port, "/database") == 503
    assert eventually(lambda: status(free_port, "/database") == 200, seconds=30)
    assert project.server() not in (None, killed)
    assert web_server(free_port) == web

    # What was started later holds no lock that outlives the map.
    assert project("stop").stdout == "The map has ended.\n"
    said, _ = run.communicate(timeout=60)
    assert "private_database has ended; it starts again in" in said
    assert project.server() is None
    assert project("stop").stdout == "The map is not running.\n"


def test_a_killed_web_process_is_replaced_and_nobody_waits_for_it(
    project: Project, free_port: int
) -> None:
    run = project.start(PORT=str(free_port))
    until_ready(run)
    server, killed = web_server(free_port), web_process(free_port)
    os.kill(killed, signal.SIGKILL)

    answered, longest_s, until = set(), 0.0, time.monotonic() + 8
    while time.monotonic() < until:
        began = time.monotonic()
        with suppress(ConnectionError, urllib.error.URLError):  # refused at once by its death
            answered.add(web_process(free_port))
        longest_s = max(longest_s, time.monotonic() - began)

    assert longest_s < 2
    assert killed not in answered
    assert len(answered) == 2
    assert web_server(free_port) == server
    assert project("stop").returncode == 0
    assert run.wait(timeout=60) == 0


def test_what_changed_is_done_again_and_nothing_else(project: Project, free_port: int) -> None:
    port = str(free_port)

    def start_and_stop() -> str:
        run = project.start(PORT=port)
        said = until_ready(run)
        project("stop")
        run.wait(timeout=60)
        return said

    start_and_stop()
    (project.root / "frontend" / "page.ts").write_text("export const changed = 1;\n")
    said = start_and_stop()

    assert "Front-end build" in said
    assert "Static files" in said
    assert "Node packages" not in said
    assert "Demonstration data" not in said
    assert (project.root / "frontend" / "dist" / "page.js").read_text().startswith("export const")


def test_a_child_that_outlives_its_supervisor_is_ended(project: Project) -> None:
    deaf = subprocess.Popen(
        ["sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"],
        env={**os.environ, "SUPERVISED_IN": str(project.root / "var")},
    )
    stranger = subprocess.Popen(["sleep", "60"], env={**os.environ, "SUPERVISED_IN": "/elsewhere"})

    assert project("stop").returncode == 0

    assert deaf.wait(timeout=5) == -signal.SIGKILL
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
