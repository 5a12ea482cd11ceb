"""The command ``jobfair``: finding, loading, explaining, exit codes."""

from __future__ import annotations

import argparse
import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from jobfair import cli
from jobfair.errors import ConfigError, Unreachable


def _command(name: str, run: object) -> object:
    def add(subparsers: argparse._SubParsersAction) -> None:
        parser = subparsers.add_parser(name, help=f"what {name} does")
        parser.add_argument("--many", type=int, default=0)
        parser.set_defaults(run=run)

    return add


class _Entry(EntryPoint):
    """An entry point whose load is given: a command, or the error that loading raises."""

    def load(self) -> object:
        loaded = LOADS[self.name]
        if isinstance(loaded, Exception):
            raise loaded
        return loaded


LOADS: dict[str, object] = {}


@pytest.fixture
def commands(request: pytest.FixtureRequest):
    def make(**loads: tuple[str, object]) -> dict[str, EntryPoint]:
        LOADS.update({name: load for name, (_, load) in loads.items()})
        return {name: _Entry(name, f"{module}:add", cli.GROUP) for name, (module, _) in loads.items()}

    yield make
    LOADS.clear()


def _raising(error: BaseException):
    def run(args: argparse.Namespace) -> int:
        raise error

    return run


def test_main_when_command_named_runs_it_with_its_arguments_and_returns_its_code(commands):
    found = commands(count=("jobfair.count", _command("count", lambda args: args.many)))
    assert cli.main(["count", "--many", "3"], found) == 3


def test_main_when_command_named_loads_no_other(commands):
    found = commands(
        count=("jobfair.count", _command("count", lambda args: 0)),
        broken=("ui.app", RuntimeError("loading this would end the test")),
    )
    assert cli.main(["count"], found) == 0


def test_main_when_command_unknown_lists_what_there_is(commands, capsys):
    found = commands(count=("jobfair.count", _command("count", lambda args: 0)))
    with pytest.raises(SystemExit) as stopped:
        cli.main(["cuont"], found)
    assert stopped.value.code == 2
    assert "no command 'cuont'" in (error := capsys.readouterr().err)
    assert "count" in error


@pytest.mark.parametrize(("module", "extra"), [("kiosk.sync", "kiosk"), ("ui.app", "kiosk"), ("server.x", "server")])
def test_main_when_extra_missing_names_it(commands, capsys, module, extra):
    missing = ModuleNotFoundError("No module named 'PySide6'", name="PySide6")
    assert cli.main(["show"], commands(show=(module, missing))) == 2
    assert f"pip install 'jobfair[{extra}]'" in (error := capsys.readouterr().err)
    assert "PySide6" in error


def test_main_when_extra_missing_at_run_time_names_it_too(commands, capsys):
    lacks = _raising(ModuleNotFoundError("No module named 'dlib'", name="dlib"))
    assert cli.main(["enrol"], commands(enrol=("kiosk.faces", _command("enrol", lacks)))) == 2
    assert "pip install 'jobfair[kiosk]'" in capsys.readouterr().err


def test_main_when_system_library_missing_says_so(commands, capsys):
    missing = ImportError("libEGL.so.1: cannot open shared object file")
    assert cli.main(["show"], commands(show=("ui.app", missing))) == 2
    assert "libEGL.so.1" in capsys.readouterr().err


def test_main_when_the_mistake_is_ours_does_not_hide_it(commands):
    found = commands(show=("ui.app", ImportError("cannot import name 'Visit' from 'kiosk.visit'")))
    with pytest.raises(ImportError, match="Visit"):
        cli.main(["show"], found)


def test_help_when_one_command_cannot_load_shows_the_others(commands, capsys):
    found = commands(
        count=("jobfair.count", _command("count", lambda args: 0)),
        show=("ui.app", ModuleNotFoundError("No module named 'PySide6'", name="PySide6")),
        later=("kiosk.later", ModuleNotFoundError("No module named 'kiosk.later'", name="kiosk.later")),
    )
    with pytest.raises(SystemExit) as stopped:
        cli.main(["-h"], found)
    assert stopped.value.code == 0
    shown = capsys.readouterr().out
    assert "what count does" in shown
    assert "show: needs the extra 'kiosk'" in shown
    assert "later: this installation has no kiosk.later" in shown


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (ConfigError("kiosk.toml: no key 'colour'"), 2, "jobfair: kiosk.toml: no key 'colour' [config]"),
        (Unreachable(), 2, "jobfair: Unreachable [unreachable]"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)
def test_main_when_command_raises_says_what_and_returns_the_code(commands, capsys, error, code, said):
    found = commands(fail=("jobfair.fail", _command("fail", _raising(error))))
    assert cli.main(["fail"], found) == code
    shown = capsys.readouterr()
    assert said in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


def test_main_when_the_reader_has_gone_ends_quietly():
    program = (
        "import sys; from jobfair import cli; from importlib.metadata import EntryPoint\n"
        "class Entry(EntryPoint):\n"
        "    def load(self):\n"
        "        run = lambda args: [print('line') for _ in range(100000)] and 0\n"
        "        return lambda subparsers: subparsers.add_parser('talk').set_defaults(run=run)\n"
        "sys.exit(cli.main(['talk'], {'talk': Entry('talk', 'jobfair.talk:add', cli.GROUP)}))\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as talker:
        assert talker.stdout is not None and talker.stderr is not None
        talker.stdout.readline()
        talker.stdout.close()
        assert talker.stderr.read() == b""
    assert talker.returncode == 141


def test_cli_when_imported_loads_nothing_heavy():
    heavy = "{'numpy', 'scipy', 'cv2', 'dlib', 'PySide6', 'django', 'pydantic', 'cryptography'}"
    program = f"import sys; import jobfair.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_commands_when_installed_are_the_ones_promised():
    promised = {"demo", "server", "kiosk", "pair", "doctor", "enrol", "identify", "match", "submit", "outbox", "sync"}
    assert promised | {"evaluate", "bench"} <= set(cli.find_commands())
