"""docs/django.md: its blocks make a shop, whose tests pass and whose commands work; its tables are complete."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import django
import pytest
from support import ROOT, Sandbox

from tiktok_capi.django import _settings, checks

GUIDE = (ROOT / "docs" / "django.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
FILE = re.compile(r"(?:# |\{# )(shop/[\w./]+)")

#: What a new project has already.
BEFORE = {
    "manage.py": """
import sys
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
""",
    "shop/__init__.py": "",
    "shop/settings.py": """
from pathlib import Path
BASE_DIR = Path(__file__).parent
SECRET_KEY = "for the tests"
DEBUG = True
ROOT_URLCONF = "shop.urls"
ALLOWED_HOSTS = ["shop.example"]
INSTALLED_APPS = ["shop"]
MIDDLEWARE = []
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "shop.sqlite3"}}
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
""",
    "shop/urls.py": """
from django.urls import path
from . import payments, views
urlpatterns = [path("checkout", views.checkout), path("thanks/<uuid:key>", views.thanks, name="thanks"),
               path("order", payments.order), path("paid", payments.paid)]
""",
}

#: A visitor goes through it, and everything that the guide describes happens.
AFTER = """
import json
from django.core.management import call_command
from django.test import Client
from shop.celery_tasks import drain, paid as paid_by_celery
from shop.consent import google
from shop.models import Order
from shop.tasks import paid as paid_by_task
from tiktok_capi.django import client

visitor = Client(headers={"host": "shop.example", "x-forwarded-for": "81.2.69.142", "user-agent": "Mozilla/5.0"})
visitor.cookies["consent"] = "granted"
thanks = visitor.post("/checkout", {"email": "jo@example.com", "total": "39.80"}, follow=True)
assert thanks.content.count(b"<script") == 2, thanks.content
made = [int(visitor.post("/order", {"email": "jo@example.com", "total": "1"}).content) for _ in range(3)]
assert Order.objects.get(pk=made[0]).visitor["user"]["ip"] == "81.2.69.142"
provider = Client(headers={"host": "shop.example", "user-agent": "provider"}, REMOTE_ADDR="8.8.8.8")
assert provider.post("/paid", {"order": made[0]}).status_code == 200
paid_by_task.enqueue(made[1])
paid_by_celery.apply(args=[made[2]]).get()
drain.apply().get()
assert client().stats().waiting == 0
assert google(type("Request", (), {"COOKIES": {"ad_storage": "denied"}})) == {
    "google": {"ad_storage": "denied", "ad_user_data": "denied"}
}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The files of the blocks, each added to what was there."""
    for name, text in BEFORE.items():
        write(tmp_path / name, text)
    for language, block in BLOCKS:
        if language == "sh":
            continue
        found = FILE.match(block)
        assert found, f"a block that is not run:\n{block}"
        write(tmp_path / found[1], block)
    if django.VERSION < (6, 0):
        tasks = tmp_path / "shop/tasks.py"
        tasks.write_text(tasks.read_text().replace("from django.tasks import", "from django_tasks import"))
        write(tmp_path / "shop/settings.py", 'INSTALLED_APPS += ["django_tasks"]\n')
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(text)


def test_the_guide_makes_a_shop(project: Path, sandbox: Sandbox) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "shop.settings",  # not the tests' own
        "TIKTOK_ACCESS_TOKEN": "canary-t0ken-4fe1",
        "TIKTOK_CAPI_ENDPOINT": sandbox.address,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }

    def run(*command: str) -> str:
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("python", "manage.py", "makemigrations", "shop", "--verbosity", "0")
    run("python", "manage.py", "migrate", "--verbosity", "0")
    run("python", "manage.py", "check", "--fail-level", "WARNING")
    run("python", "manage.py", "test", "shop")
    run("python", "manage.py", "shell", "--command", AFTER)
    events = sandbox.wait_for(4)
    assert [(each["match_keys"], each["findings"]) for each in events] == [(["email", "ip_user_agent"], [])] * 4
    for language, block in BLOCKS:
        if language == "sh":
            run("bash", "-euc", block)
    told = json.loads(run("python", "manage.py", "tiktok_capi", "status", "--json"))
    assert (told["waiting"], told["counts"]["accepted"]) == (0, 4)


def test_every_block_is_of_a_kind_that_runs() -> None:
    assert {language for language, _ in BLOCKS} == {"python", "html", "sh"}
    assert len(BLOCKS) == GUIDE.count("\n```") / 2


def test_every_setting_is_told() -> None:
    told = re.findall(r"^\| `([A-Z_]+)` \|", GUIDE, re.MULTILINE)
    assert sorted(told) == sorted(_settings.OWN)


def test_every_check_is_told() -> None:
    source = Path(checks.__file__).read_text()
    assert re.findall(r"^\| `(tiktok_capi\.[EW]\d+)`", GUIDE, re.MULTILINE) == sorted(
        set(re.findall(r'id="(tiktok_capi\.[EW]\d+)"', source))
    )


def test_what_the_guide_needs_is_installed() -> None:
    for name in ("celery", "csp", "django.tasks" if django.VERSION >= (6, 0) else "django_tasks"):
        assert importlib.util.find_spec(name), name
