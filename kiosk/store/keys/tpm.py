"""The main key sealed by this machine's TPM 2.0, through tpm2-tools.

The sealed blob lies in the record; only this TPM opens it, under a primary key that the TPM makes anew from its own
seed each time. The key itself passes through pipes and touches no file. Which TPM: ``TPM2TOOLS_TCTI``, else the
tools' default (the kernel's resource manager, /dev/tpmrm0; its user needs the group ``tss``).

No PCR policy: firmware updates at eight in the morning must not lock a hall of kiosks. So a thief of the whole machine
who starts a system of his own on it can ask the TPM too; docs/decisions/0023 says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from base64 import b64decode, b64encode
from pathlib import Path

from jobfair.errors import StoreError, WrongKey
from kiosk.store.keys.at_rest import KEY_BYTES
from kiosk.store.keys.keepers import Keeper, Kept

TOOLS = ("tpm2_createprimary", "tpm2_create", "tpm2_load", "tpm2_unseal", "tpm2_flushcontext")
SECONDS = 20.0
"""For one tool. Hardware takes up to two seconds for a primary key; a tool that hangs must not hang the kiosk."""
_DEVICES = (Path("/dev/tpmrm0"), Path("/dev/tpm0"))


class TpmKeeper(Keeper):
    source = "tpm"

    def __init__(self, tcti: str = "") -> None:
        """``tcti`` over the environment's; for tests."""
        self._environment = {**os.environ, **({"TPM2TOOLS_TCTI": tcti} if tcti else {})}

    @property
    def is_there(self) -> bool:
        """Tools and a TPM that may be asked are here. Whether it works is seen when it is asked."""
        if not all(shutil.which(tool) for tool in TOOLS):
            return False
        return bool(self._environment.get("TPM2TOOLS_TCTI")) or any(os.access(d, os.R_OK | os.W_OK) for d in _DEVICES)

    def keep(self, key: bytes, store: str) -> Kept:
        with tempfile.TemporaryDirectory(prefix="jobfair-tpm-") as name:
            folder = Path(name)
            self._primary(folder)
            self._tool(
                folder,
                *("tpm2_create", "-Q", "-C", "primary.ctx", "-g", "sha256", "-i", "-", "-u", "public", "-r", "private"),
                given=key,
            )
            return {part: b64encode((folder / part).read_bytes()).decode() for part in ("public", "private")}

    def fetch(self, store: str, kept: Kept) -> bytes:
        with tempfile.TemporaryDirectory(prefix="jobfair-tpm-") as name:
            folder = Path(name)
            try:
                for part in ("public", "private"):
                    (folder / part).write_bytes(b64decode(kept[part], validate=True))
            except (KeyError, ValueError) as error:
                raise WrongKey(
                    "key.json is damaged: put it back from a copy. Nothing was changed", reason="record_damaged"
                ) from error
            self._primary(folder)
            try:
                self._tool(
                    folder, "tpm2_load", "-Q", "-C", "primary.ctx", "-u", "public", "-r", "private", "-c", "key.ctx"
                )
                key = self._tool(folder, "tpm2_unseal", "-c", "key.ctx")
            except _ToolFailed as error:
                raise WrongKey(
                    "this machine's TPM does not open the key: the data folder was copied from another machine, or "
                    "the TPM was cleared. Nothing was changed. Sealed submissions are safe: `jobfair outbox export` "
                    "works without the key; then move the data folder aside and pair again",
                    reason="tpm_other",
                ) from error
        if len(key) != KEY_BYTES:
            raise WrongKey("the TPM gave something that is no key. Nothing was changed", reason="tpm_other")
        return key

    def _primary(self, folder: Path) -> None:
        self._tool(folder, "tpm2_createprimary", "-Q", "-C", "o", "-g", "sha256", "-G", "ecc", "-c", "primary.ctx")

    def _tool(self, folder: Path, tool: str, *arguments: str, given: bytes = b"") -> bytes:
        """Its output. Raises StoreError where there is no TPM, and _ToolFailed where it says no."""
        try:
            done = self._run(folder, tool, *arguments, given=given)
            # Without a resource manager a TPM holds three objects, and the tools leave theirs behind.
            self._run(folder, "tpm2_flushcontext", "-t")
        except FileNotFoundError as error:
            raise StoreError(
                f"the program {tool} is missing: install tpm2-tools, or choose another `key`", reason="tpm_tools"
            ) from error
        except subprocess.TimeoutExpired as error:
            raise StoreError(
                f"the TPM does not answer ({tool}, {SECONDS:.0f} s): start the machine again", reason="tpm_fails"
            ) from error
        if done.returncode == 0:
            return done.stdout
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [""]
        raise _ToolFailed(
            f"the TPM cannot be used ({tool}: {last[0][:200]}): is it switched on, and is this user in the group tss? "
            "A data folder that was copied from another machine does not open here. Nothing was changed",
            reason="tpm_fails",
        )

    def _run(self, folder: Path, *command: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command, cwd=folder, input=given, capture_output=True, timeout=SECONDS, env=self._environment, check=False
        )


class _ToolFailed(StoreError):
    """The tool ended with an error; its code is the parent's."""
