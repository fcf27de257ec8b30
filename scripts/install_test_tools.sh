#!/bin/sh
# Installs the programs that tests drive: Chromium (browser tests), tesseract with Swedish (OCR tests), Maven (Elasticsearch tests).
# Only as root on a Debian-like system; elsewhere it says what is missing, and the tests that need it are skipped. Never sudo.
set -eu

packages=""
command -v chromium >/dev/null 2>&1 || packages="$packages chromium"
command -v tesseract >/dev/null 2>&1 || packages="$packages tesseract-ocr"
{ command -v tesseract >/dev/null 2>&1 && tesseract --list-langs 2>/dev/null | grep -qx swe; } || packages="$packages tesseract-ocr-swe"
command -v mvn >/dev/null 2>&1 || packages="$packages maven"

if [ -z "$packages" ]; then
    echo "Test tools are here: chromium, tesseract with Swedish, maven."
elif [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Not installed:$packages. Tests that need them are skipped; install them, or run as root on a Debian-like system."
else
    echo "Installing with apt-get:$packages"
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
fi
