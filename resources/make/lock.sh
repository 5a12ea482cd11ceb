#!/bin/sh
# Resolve the dependencies of pyproject.toml anew and write locks/*.lock: exact versions with hashes, and no address
# of a registry, so that they install from PyPI and from any mirror of it. What is locked already stays where it is
# unless --upgrade is given: resources/make/lock.sh UV [--upgrade]
set -eu
uv=$1
shift
cd "$(dirname "$0")/../.."

compile() {
    "$uv" pip compile --quiet --python-version 3.11 --generate-hashes --no-header \
        --no-emit-index-url --no-emit-find-links "$@"
}

compile "$@" locks/tools.in -o locks/tools.lock
compile "$@" locks/build.in -o locks/build.lock
# One resolution for all: the kiosk's and the server's locks are cut from it, so that what is tested is what is shipped.
compile "$@" --extra kiosk --extra server --extra dev -c locks/build.lock pyproject.toml -o locks/dev.lock
compile --extra kiosk -c locks/dev.lock pyproject.toml -o locks/kiosk.lock
compile --extra server -c locks/dev.lock pyproject.toml -o locks/server.lock

if grep -nE '^[[:space:]]*(-i|-f|--(extra-)?index-url|--find-links)|[a-z]+://' locks/*.lock; then
    echo "lock.sh: an address got into a lock" >&2
    exit 1
fi
