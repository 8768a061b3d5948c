"""Each file of `ci/negative` is refused by Helm as it says."""

import pytest

from chartgen.chart.reference import load
from chartgen.chart.scenarios import Scenario, negatives
from chartgen.core.errors import InputError
from chartgen.kubernetes import store
from chartgen.render.engine import DEFAULT_RELEASE, Engine, Release, Request
from tests.chart.conftest import CHART

LOADED = load(str(CHART))


@pytest.mark.parametrize("negative", negatives(LOADED), ids=lambda each: each.name)
def test_each_is_refused_with_its_text(sdk: Engine, negative: Scenario):
    request = Request(
        LOADED,
        negative.values.tree,
        negative.kubernetes or store.newest(),
        Release(negative.release or DEFAULT_RELEASE.name),
        negative.apis,
    )
    with pytest.raises(InputError) as caught:
        sdk.render(request)
    assert caught.value.problem == negative.refused
