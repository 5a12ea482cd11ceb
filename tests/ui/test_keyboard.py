"""The on-screen keyboard. It needs its environment before Qt starts: each test is a person in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

ROOT = Path(__file__).resolve().parents[2]
PINYIN = Path(PySide6.__file__).parent / "Qt" / "qml" / "QtQuick" / "VirtualKeyboard" / "Plugins" / "Pinyin"

START = """
import json, shutil, sys
from pathlib import Path
from ui.app import _private_keyboard
folder = _private_keyboard("zh")
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
said = []
qInstallMessageHandler(lambda kind, context, text: said.append(text) if kind != QtMsgType.QtDebugMsg else None)
app = QGuiApplication(["kiosk"])
from tests.fixtures.kiosk import LANDSCAPE, demo_server, faked, opened

def fields():
    return [item["value"] for item in person.items() if item["role"] == "EditableText"]

def files():
    return [path.name for path in folder.rglob("*") if path.is_file()]

def to_register():
    person.comes()
    person.tap("welcome.first_time")
    person.agree("register_consent.yes")
    person.on("register")

answer = {}
try:
    with opened(faked(Path(sys.argv[1]), demo_server())) as person:
        to_register()
"""

END = """
        answer["typing_leaves"] = files()
        person.tap("dock.finish")
        person.until(lambda: not person.visit.under_way or person.page == "farewell", "the end of the visit")
        answer["visit_leaves"] = files()
finally:
    answer["program_leaves"] = files()
    shutil.rmtree(folder)
answer["qt_said"] = said
print(json.dumps(answer))
"""


def a_person(steps: str, folder: Path) -> dict[str, object]:
    """What ``steps`` put into ``answer``, from a process with the real keyboard."""
    body = "".join(f"        {line}\n" for line in steps.strip().splitlines())
    done = subprocess.run(
        [sys.executable, "-c", START + body + END, str(folder)],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    assert answer["qt_said"] == []
    assert answer["typing_leaves"] == answer["visit_leaves"] == answer["program_leaves"] == []
    return answer


@pytest.mark.skipif(not PINYIN.is_dir(), reason="this PySide6 comes without the Pinyin input method")
def test_pinyin_keys_touched_offer_words_and_leave_nothing_on_disk(tmp_path: Path) -> None:
    answer = a_person(
        """
person.tap("register.name")
for letter in "zhang":
    person.touch(letter)
answer["offered"] = [name for name in person.names() if name in "张章长"]
person.touch("章")
answer["taken"] = fields()[0]
for letter in "hao":
    person.touch(letter)
person.tap("key.choose")
answer["chosen"] = fields()[0]
for letter in "ming":
    person.touch(letter)
person.tap("register.age.16_up")
answer["by_touching_elsewhere"] = fields()[0]
""",
        tmp_path,
    )
    assert {str(word) for word in answer["offered"]} == {"张", "章", "长"}  # type: ignore[attr-defined]
    assert answer["taken"] == "章"
    assert answer["chosen"] == "章好"
    assert len(str(answer["by_touching_elsewhere"])) == 3


def test_keyboard_follows_language_and_field(tmp_path: Path) -> None:
    answer = a_person(
        """
person.speaks("en")
person.tap("register.name")
for letter in "Ann":
    person.touch(letter)
answer["name"] = fields()[0]
person.tap("register.phone")
person.touch("1")
answer["letters_on_the_pad"] = "q" in person.names()
answer["phone"] = fields()[1]
person.tap("key.done")
person.until(lambda: "key.done" not in person.names() and person.find(person.say("key.done")) is None, "no keyboard")
""",
        tmp_path,
    )
    assert (answer["name"], answer["phone"], answer["letters_on_the_pad"]) == ("Ann", "1", False)


@pytest.mark.skipif(not PINYIN.is_dir(), reason="this PySide6 comes without the Pinyin input method")
def test_pinyin_engine_when_a_word_was_put_together_does_not_learn_it(tmp_path: Path) -> None:
    compose = """
person.tap("register.name")
offered = []
for _ in range(2):
    for letter in "zhanglu":
        person.touch(letter)
    offered.append("掌鹿" in person.names())
    person.touch("掌")
    person.touch("鹿")
answer["offered"] = offered
answer["typed"] = fields()[0]
"""
    answer = a_person(compose, tmp_path)
    assert answer["typed"] == "掌鹿掌鹿"
    assert answer["offered"] == [False, False]
