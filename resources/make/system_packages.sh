#!/bin/sh
# See to the Debian packages that the kiosk's screens, the demonstration and the tests stand on.
#   system_packages.sh venv         what `python3 -m venv` needs
#   system_packages.sh run          what running needs
#   system_packages.sh run test     that, and what the tests need
# Nothing is asked of apt where all are there. Without root or a sudo that asks for no password, prints the exact
# line to run and stops. SKIP_SYSTEM=1 skips it: for other distributions, where the names differ.
set -eu

RUN="libegl1 libgl1 libgl1-mesa-dri libgbm1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libglib2.0-0
libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
libxcb-xkb1 libpulse0 libcups2 libspeechd2 fonts-noto-cjk xvfb xdotool"
TEST="chromium swtpm tpm2-tools"

wanted=""
for part in "$@"; do
    case $part in
    venv)
        # Debian splits ensurepip off into python3-venv; other Pythons have it inside.
        python3 -c 'import ensurepip, venv' 2>/dev/null || wanted="$wanted python3-venv"
        ;;
    run) wanted="$wanted $RUN" ;;
    test) wanted="$wanted $TEST" ;;
    *)
        echo "system_packages.sh: what is '$part'?" >&2
        exit 2
        ;;
    esac
done

if [ -n "${SKIP_SYSTEM:-}" ]; then
    exit 0
fi

missing=""
for package in $wanted; do
    if command -v dpkg-query >/dev/null 2>&1; then
        status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
        # Since Debian 13 some of these are called …t64.
        [ "$status" = installed ] || status=$(dpkg-query -W -f='${db:Status-Status}' "${package}t64" 2>/dev/null || true)
        [ "$status" = installed ] || missing="$missing $package"
    else
        missing="$missing $package"
    fi
done
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo"
    else
        as_root="no"
    fi
fi

if [ "$as_root" = no ] || ! command -v apt-get >/dev/null 2>&1; then
    {
        echo "These system packages are missing, and here is no way to install them (no root, no sudo, or no apt-get):"
        echo
        echo "    apt-get install --no-install-recommends$missing"
        echo
        echo "Install them as root and run make again; SKIP_SYSTEM=1 goes on without them."
    } >&2
    exit 1
fi

echo "==> system packages:$missing"
# A stale list is better than none: one source that does not answer must not stop the rest.
$as_root apt-get update || echo "apt-get update failed; going on with the lists that are there" >&2
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $missing
