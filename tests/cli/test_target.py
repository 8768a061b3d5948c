from chartgen.cli.target import target
from chartgen.kubernetes import store
from chartgen.render.engine import Release
from chartgen.render.scenario import Target

GIVEN = {
    "release_name": "r",
    "namespace": "n",
    "is_upgrade": True,
    "kube_version": None,
    "api_versions": ("a",),
}


def test_what_the_options_say():
    assert target(GIVEN) == Target(Release("r", "n", is_upgrade=True), store.newest(), ("a",))
    assert target({**GIVEN, "kube_version": "1.30", "include_crds": True}) == Target(
        Release("r", "n", is_upgrade=True), "1.30", ("a",), include_crds=True
    )
