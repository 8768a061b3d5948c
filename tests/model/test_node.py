from chartgen.model.node import ACTIVATE, AGENT, INSTALL_WHEREABOUTS, STARTUP_TAINT
from chartgen.model.patterns import LABEL_KEY


def test_the_agent_sees_the_node_as_activation_left_it() -> None:
    assert AGENT.env == {**ACTIVATE.env, "CONFIG": "/staging/config"}
    volumes = [{mount.volume for mount in container.mounts} for container in (ACTIVATE, AGENT)]
    assert volumes[0] - volumes[1] == {"config"}
    assert volumes[1] - volumes[0] == {"beat"}


def test_what_the_agent_calls_is_the_copy_that_activation_made() -> None:
    called = [AGENT.args[0], *(probe.command[1] for probe in AGENT.probes.values())]
    assert set(called) == {"/staging/config/node.sh"}
    assert set(AGENT.probes) == {"startupProbe", "readinessProbe", "livenessProbe"}


def test_an_installer_writes_into_the_staging_folder() -> None:
    assert {mount.volume for mount in INSTALL_WHEREABOUTS.mounts} == {"staging"}


def test_the_taint_is_set_before_it_is_removed_so_that_neither_call_fails() -> None:
    first, second = STARTUP_TAINT
    assert first.args[-1] == "--overwrite"
    assert "NoSchedule-" in str(second.args[-1])
    assert {first.flag, second.flag} == {"startupTaint"}
    assert LABEL_KEY["maxLength"] == 317
