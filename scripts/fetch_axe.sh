#!/bin/sh
# Fetches axe-core (MPL-2.0), which the browser tests judge accessibility by, into .cache/. Never committed, never shipped.
set -eu
version=4.14.1
target="$(dirname "$0")/../.cache/axe"
[ -f "$target/axe.min.js" ] && exit 0
command -v npm >/dev/null || { echo "npm saknas: axe-core hämtas inte, proven av tillgänglighet hoppas över" >&2; exit 0; }
mkdir -p "$target"
cd "$target"
npm pack --silent "axe-core@$version" >/dev/null || { echo "axe-core gick inte att hämta: proven av tillgänglighet hoppas över" >&2; exit 0; }
tar -xzf "axe-core-$version.tgz" package/axe.min.js package/LICENSE
mv package/axe.min.js package/LICENSE .
rm -r package "axe-core-$version.tgz"
