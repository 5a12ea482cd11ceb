"""Who was forgotten before erasure was an organization's stays forgotten: the migration, on both databases."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.server import SMALL_FAIR, ServerProcess, database_url

OLD_AND_NEW = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "server.config.settings"
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from server.core.models import Organization
from server.seekers.erasure import is_forgotten

Organization.objects.create(code="other", name="other")
call_command("migrate", "seekers", "0002", verbosity=0)
old = MigrationExecutor(connection).loader.project_state([("seekers", "0002_forgotten")]).apps
for seeker in ("told", "unknown"):
    old.get_model("seekers", "Forgotten").objects.create(seeker_id=seeker, at=timezone.now())
old.get_model("seekers", "CardChange").objects.create(fair_id="small-fair", seeker_id="told", sequence=900)
call_command("migrate", "seekers", verbosity=0)
from server.seekers.models import Forgotten
rows = sorted(Forgotten.objects.values_list("seeker_id", "organization__code"))
print(json.dumps({"rows": rows, "told": is_forgotten("small-fair", "told"), "else": is_forgotten("small-fair", "x")}))
"""


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_forgotten_when_migrated_is_of_the_organization_whose_kiosks_were_told(kind: str, tmp_path: Path) -> None:
    with database_url(kind) as url:
        server = ServerProcess(tmp_path, url)
        server.command("init")
        server.command("import", str(SMALL_FAIR / "fair.json"))
        done = subprocess.run(
            [sys.executable, "-c", OLD_AND_NEW],
            env=server.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "rows": [["told", "organizer"], ["unknown", "organizer"], ["unknown", "other"]],
        "told": True,
        "else": False,
    }
