from chartgen.model.node import ACTIVATE, AGENT, INSTALL_WHEREABOUTS, STARTUP_TAINT
from chartgen.model.patterns import LABEL_KEY


def test_the_agent_sees_the_node_as_activation_left_it() -> None:
    assert AGENT.env == ACTIVATE.env
    assert AGENT.mounts == ACTIVATE.mounts
    assert set(AGENT.probes) == {"startupProbe", "readinessProbe", "livenessProbe"}


def test_an_installer_writes_into_the_staging_folder() -> None:
    assert {mount.volume for mount in INSTALL_WHEREABOUTS.mounts} == {"staging"}


def test_the_taint_is_set_before_it_is_removed_so_that_neither_call_fails() -> None:
    first, second = STARTUP_TAINT
    assert first.args[-1] == "--overwrite"
    assert "NoSchedule-" in str(second.args[-1])
    assert {first.flag, second.flag} == {"startupTaint"}
    assert LABEL_KEY["maxLength"] == 317
