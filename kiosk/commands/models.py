"""``jobfair models``: face models that the product knows, but does not bring along."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands.common import show
from kiosk.commands.face_options import add_models_option

if TYPE_CHECKING:
    from kiosk.identity.models.manifest import Manifest


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers ``jobfair models``."""
    parser = subparsers.add_parser(
        "models",
        help="add, list, check and remove face models",
        description="Encoders, detectors, landmarks and passive liveness that are not part of the product. Each has a "
        "licence and terms of its own: read what `add` prints. The settings then name the one to use: face_encoder, "
        "face_detector, face_landmarks in kiosk.toml.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    adding = actions.add_parser(
        "add",
        help="bring a model here, checked, with its licence",
        description="Copies a model into the folder of models, after its SHA-256 was found to be that of its manifest; "
        "nothing changes when it is not. WHAT is the id of a model that the product knows (see `list`), npm:PACKAGE "
        "(fetched by npm, never run), or a path: a package (.tgz), the weights file of a known model, or a folder of "
        "your own with model.toml, weights and licence.",
        epilog="examples: jobfair models add dlib-68; jobfair models add npm:faceplugin-face-recognition-js",
    )
    adding.add_argument("what", metavar="WHAT", nargs="+")
    adding.set_defaults(run=_add)
    listing = actions.add_parser(
        "list", help="what is here, and what could be", description="One line a model: here, or known to the product."
    )
    listing.set_defaults(run=_list)
    checking = actions.add_parser(
        "check",
        help="are the files those of their manifests",
        description="Reads every model and compares its SHA-256. The exit code is 1 when one is damaged.",
    )
    checking.set_defaults(run=_check)
    removing = actions.add_parser("remove", help="take a model away", description="Deletes a model from the folder.")
    removing.add_argument("id", metavar="ID")
    removing.set_defaults(run=_remove)
    for action in (adding, listing, checking, removing):
        add_models_option(action)
        action.add_argument("--json", action="store_true", help="print the result as JSON")


def _add(args: argparse.Namespace) -> int:
    from kiosk.identity.models.adding import add as add_model

    folder, done = _folder(args), []
    for what in args.what:
        for model in add_model(what, folder):
            manifest = model.manifest
            print(f"{manifest.id}: {manifest.terms.strip()}\n", file=sys.stderr)
            done.append(_line(manifest, installed=True))
    text = "\n".join(f"{m['id']} ({m['kind']}, licence {m['licence']}) is in {folder}" for m in done)
    show({"folder": str(folder), "added": done}, args.json, text)
    return 0


def _list(args: argparse.Namespace) -> int:
    from kiosk.identity.models.shelf import Shelf, shipped

    folder = _folder(args)
    here = {model.manifest.id: model.manifest for model in Shelf(folder)}
    known = {model_id: model.manifest for model_id, model in shipped().items()}
    lines = [_line(manifest, model_id in here) for model_id, manifest in sorted({**known, **here}.items())]
    text = "\n".join(
        f"{m['id']:<22} {m['kind']:<10} {'installed' if m['installed'] else '-':<10} {m['title']}" for m in lines
    )
    show({"folder": str(folder), "models": lines}, args.json, f"{text}\nin {folder}")
    return 0


def _check(args: argparse.Namespace) -> int:
    from kiosk.identity.models.shelf import Shelf

    folder = _folder(args)
    shelf = Shelf(folder)
    broken = shelf.broken()
    good = sorted({folder.name for folder in shelf.folders()} - {name for name, _ in broken})
    text = "\n".join([*(f"{name}: good" for name in good), *(f"{name}: {why}" for name, why in broken)])
    result = {"folder": str(folder), "good": good, "broken": [{"id": name, "reason": why} for name, why in broken]}
    show(result, args.json, text or f"no models in {folder}")
    return 1 if broken else 0


def _remove(args: argparse.Namespace) -> int:
    from kiosk.identity.models.adding import remove

    remove(args.id, _folder(args))
    show({"removed": args.id}, args.json, f"{args.id} is removed")
    return 0


def _folder(args: argparse.Namespace) -> Path:
    from kiosk.config import load_config

    return Path(args.models or load_config(args.config).models_folder)


def _line(manifest: Manifest, installed: bool) -> dict[str, Any]:
    return {
        "id": manifest.id,
        "kind": manifest.kind,
        "installed": installed,
        "title": manifest.title,
        "licence": manifest.licence,
        "source": manifest.source,
        "sha256": manifest.sha256,
        "terms": " ".join(manifest.terms.split()),
    }
