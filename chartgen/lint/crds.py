"""The folder `crds/` of a chart, which Helm installs as it is."""

from chartgen.chart.reference import Chart
from chartgen.lint.objects import Object
from chartgen.validate.manifest_file import read_manifests

_FOLDER = "crds/"
_SUFFIXES = (".yaml", ".yml", ".json")


def of_folder(chart: Chart) -> list[Object]:
    """Read the objects of the folder.

    Raises:
        InputError: a file that is no YAML.
    """
    found: list[Object] = []
    for path, content in chart.files.items():
        if path.startswith(_FOLDER) and path.endswith(_SUFFIXES):
            manifests = read_manifests(content, file=chart.path_of(path))
            found += [Object(manifest, path, repr(manifest.value)) for manifest in manifests]
    return found
