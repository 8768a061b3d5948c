from chartgen.generate.fragments import all_mounts, argument, is_pod_field, volumes
from chartgen.generate.quoting import quoted
from chartgen.model.container import Argument, Container, Deployment, Mount, PodField

PLAIN = Container("c", "multus", "r", mounts=(Mount("v", "/a"),))
WITH_TOKEN = Container("t", "multus", "r", mounts=(Mount("v", "/a"), Mount("u", "/b")), access=True)


def test_literal_text_is_quoted_and_expressions_are_templates():
    assert argument('say "x"\n') == '"say \\"x\\"\\n"'
    assert argument(Argument("--a=%v", "$values.a")) == '{{ printf "--a=%v" $values.a | quote }}'
    assert argument(Argument("%v", "$values.a")) == "{{ $values.a | quote }}"


def test_a_container_with_access_mounts_the_token_where_programs_look_for_it():
    assert all_mounts(PLAIN) == PLAIN.mounts
    assert all_mounts(WITH_TOKEN)[-1].path == "/var/run/secrets/kubernetes.io/serviceaccount"
    assert all_mounts(WITH_TOKEN)[-1].read_only


def test_a_deployment_has_the_volumes_of_its_containers_each_once():
    deployment = Deployment("d", "multus", "multus", "1.0.0", "multus", (PLAIN, WITH_TOKEN))
    assert volumes(deployment) == ["access", "u", "v"]


def test_a_field_of_the_pod_is_no_text():
    assert is_pod_field(PodField("spec.nodeName"))
    assert not is_pod_field("spec.nodeName")


def test_quoting_leaves_html_alone():
    assert quoted("a<b>&é") == '"a<b>&é"'
