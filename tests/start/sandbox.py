"""A small project of its own around the real `./run`, so that no test touches the checkout's."""

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
SETTINGS_OF_THE_CALLER = (
    "DATABASE_URL",
    "VAR_DIR",
    "SECRET_KEY",
    "SECRET_KEY_FILE",
    "HOST",
    "PORT",
)


@dataclass
class Project:
    root: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def __call__(self, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Call `./run` and wait for it; what it says comes in `stdout`, errors included."""
        return subprocess.run(
            # A caller in the background would have us ignore Ctrl-C.
            ["env", "--default-signal=INT", self.root / "run", *args],
            env=self.environment(**env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )

    def start(self, *args: str, **env: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            # A caller in the background would have us ignore Ctrl-C.
            ["env", "--default-signal=INT", self.root / "run", *args],
            env=self.environment(**env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(process)
        return process

    def environment(self, **env: str) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        for name in SETTINGS_OF_THE_CALLER:
            kept.pop(name, None)
        return kept | env

    @property
    def data(self) -> Path:
        return (self.root / "var" / "postgresql").resolve() / "data"

    def server(self) -> int | None:
        """The process of the private database server, if it runs."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            return pid if Path(f"/proc/{pid}/cwd").resolve() == self.data else None
        except OSError:
            return None


def make_project(root: Path) -> Project:
    """The real script and locks; Django, the site and its front end are stand-ins."""
    shutil.copytree(HERE / "project", root, dirs_exist_ok=True)
    for name in ("run", "deploy", "requirements", "gis_app/serving.py"):
        source = CHECKOUT / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, root / name)
    (root / ".venv").symlink_to(CHECKOUT / ".venv")
    return Project(root)


def remove_project(project: Project) -> None:
    for process in project.started:
        process.terminate()
        process.communicate(timeout=30)
    project("stop")
    home = project.data.parent
    shutil.rmtree(project.root)
    if home.is_dir():
        shutil.rmtree(home)
