#!/bin/sh
# What the light install brings: licences (docs/licences.md), a CycloneDX SBOM (build/sbom.cdx.json), and known weaknesses (pip-audit).
# The SBOM names addresses of packages, so it is made at each release and kept out of the repository.
set -eu
cd "$(dirname "$0")/.."
light=.cache/light
tools=.cache/supply-chain

[ -x "$light/bin/python" ] || python3 -m venv "$light"
"$light/bin/python" -m pip --disable-pip-version-check install --quiet --constraint constraints.txt .
[ -x "$tools/bin/pip-licenses" ] || {
    python3 -m venv "$tools"
    "$tools/bin/python" -m pip --disable-pip-version-check install --quiet cyclonedx-bom pip-licenses pip-audit
}

case "${1:-all}" in licences | all)
    {
        echo "# Licences"
        echo
        echo "What \`make install\` brings (the light set, pinned in constraints.txt). Written by \`make licences\`; a test holds that nothing is missing and nothing is GPL or AGPL."
        echo
        "$tools/bin/pip-licenses" --python "$light/bin/python" --from=mixed --format=markdown --order=name \
            --ignore-packages namndsok pip setuptools
        echo
        echo "Shipped with the code: data named in NOTICE. Fetched by the tests alone, never shipped: Elasticsearch (Elastic Licence 2.0, SSPL or AGPL), axe-core (MPL 2.0)."
        echo "Optional, installed by the system: tesseract (Apache 2.0)."
    } > docs/licences.md
    ;;
esac
case "${1:-all}" in sbom | all)
    mkdir -p build
    "$tools/bin/cyclonedx-py" environment "$light/bin/python" --output-format JSON --output-file build/sbom.cdx.json
    ;;
esac
case "${1:-all}" in audit | all)
    "$tools/bin/pip-audit" --path "$("$light/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
    ;;
esac
