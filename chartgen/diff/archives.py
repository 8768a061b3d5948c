"""Subcharts that a chart has as archives, as `helm dependency build` leaves them."""

import re
from typing import Final

from chartgen.chart import archive
from chartgen.chart.reference import Chart, chart_of
from chartgen.core.errors import InputError

_ARCHIVE: Final = re.compile(r"charts/[^/]+\.tgz")


def unpacked(chart: Chart) -> Chart:
    """Give a chart that has its subcharts as folders.

    An archive that cannot be read is left out: the render says it.
    """
    packed = [path for path in chart.files if _ARCHIVE.fullmatch(path)]
    if not packed:
        return chart
    files = dict(chart.files)
    for path in packed:
        try:
            sub = chart_of(path, archive.unpack(files[path], name=chart.path_of(path)))
        except InputError:
            continue
        files |= {f"charts/{sub.name}/{inner}": content for inner, content in sub.files.items()}
    return chart.with_files(files)
