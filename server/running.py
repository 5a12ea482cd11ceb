"""Running the server: granian serves Django over WSGI; the address is printed when it answers."""

from __future__ import annotations

import json
import socket
import threading
import time
import urllib.error
import urllib.request

from jobfair.errors import ConfigError

TARGET = "server.config.wsgi:application"
STOP_SECONDS = 5


def serve(host: str, port: int, workers: int, threads: int) -> int:
    """Serve until SIGTERM or SIGINT; requests under way get a few seconds to end. Raises ConfigError when the
    address is taken."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    port = _checked_port(host, port)
    asked = "127.0.0.1" if host in ("0.0.0.0", "") else host  # noqa: S104
    url = f"http://{asked}:{port}"
    threading.Thread(target=_announce, args=(url,), daemon=True).start()
    Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        process_name=None,
    ).serve()
    return 0


def _checked_port(host: str, port: int) -> int:
    """A free port for 0; else the port itself, once nobody else has it."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigError(f"{host}:{port} cannot be used: {error.strerror}") from error
        except OverflowError as error:
            raise ConfigError(f"--port: {port} is none: 0 to 65535") from error
        return int(probe.getsockname()[1])


def _announce(url: str) -> None:
    while True:
        try:
            with urllib.request.urlopen(f"{url}/api/v1/health", timeout=5) as answer:  # noqa: S310
                if json.load(answer).get("status") == "ok":
                    print(f"ready {url}", flush=True)
                    return
        except (urllib.error.URLError, ValueError, OSError):
            pass
        time.sleep(0.1)
