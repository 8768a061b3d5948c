import pytest

from chartgen.diff.noise import Noise
from chartgen.diff.objects import by_key, pairs
from chartgen.diff.objects import changes as compare
from tests.diff.objects import changes, made, versions

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {helm.sh/chart: shop-1.2.3, team: x}}\ndata: {a: one}\n"
HIDING = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {password: c2VjcmV0}\nstringData: {token: hush}\n"
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
spec:
  selector: {matchLabels: {app: a}}
  template:
    metadata: {labels: {app: a}}
    spec:
      containers:
        - {name: main, image: "a/b:1.2.3", args: [--x, --y], env: [{name: E, value: "1.2.3"}]}
"""


def replaced(text, *pairs):
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (CONFIG, CONFIG, []),
        (CONFIG, replaced(CONFIG, ("1.2.3", "1.3.0")), []),
        (CONFIG, replaced(CONFIG, ("a: one", "a: two")), ['minor field-changed data.a: "one" → "two"']),
        (CONFIG, replaced(CONFIG, ("a: one", 'a: "one\\ntwo"')), ["minor field-changed data.a: text changes (+1 -0 lines)"]),
        (CONFIG, replaced(CONFIG, ("team: x", "team: y")), ['minor label-changed metadata.labels.team: "x" → "y"']),
        (CONFIG, replaced(CONFIG, (", team: x", "")), ['minor label-changed metadata.labels.team: "x" → unset']),
        (CONFIG, replaced(CONFIG, ("team: x", "team: x, more: y")), ['patch label-changed metadata.labels.more: unset → "y"']),
        (CONFIG, replaced(CONFIG, ("labels:", "annotations: {a: b}, labels:")), ['patch label-changed metadata.annotations.a: unset → "b"']),
        (CONFIG, replaced(CONFIG, ("labels:", "annotations: {helm.sh/hook: pre-install}, labels:")), ['minor label-changed metadata.annotations.helm\\.sh/hook: unset → "pre-install"']),
        (CONFIG, replaced(CONFIG, ("data: {a: one}", "data: {a: shop-1.2.3}")), ['minor field-changed data.a: "one" → "shop-1.2.3"']),
        (replaced(CONFIG, ("a: one", "a: 1.2.3")), replaced(CONFIG, ("a: one", "a: 1.3.0")), ['patch field-changed data.a: "1.2.3" → "1.3.0"']),
        (DEPLOYMENT, replaced(DEPLOYMENT, ("--y", "--z")), ['minor field-changed spec.template.spec.containers[main].args: "--z" added; "--y" removed', "patch pods-restart pods restart: their template changes"]),
        (DEPLOYMENT, replaced(DEPLOYMENT, ("--x, --y", "--y, --x")), ["minor field-changed spec.template.spec.containers[main].args: in another order", "patch pods-restart pods restart: their template changes"]),
        (DEPLOYMENT, replaced(DEPLOYMENT, ("a/b:1.2.3", "a/b:1.2.4")), ["patch image-changed a/b:1.2.3 → a/b:1.2.4 (a newer patch version)", "patch pods-restart pods restart: their template changes"]),
        (DEPLOYMENT, replaced(DEPLOYMENT, ('value: "1.2.3"', 'value: "1.3.0"')), ['patch field-changed spec.template.spec.containers[main].env[E].value: "1.2.3" → "1.3.0"', "patch pods-restart pods restart: their template changes"]),
        (replaced(CONFIG, ("a: one", "a: 'q.io/a/b:v1.2.3'")), replaced(CONFIG, ("a: one", "a: 'q.io/a/b:v1.2.4'")), ['patch field-changed data.a: "q.io/a/b:v1.2.3" → "q.io/a/b:v1.2.4" (a newer patch version)']),
        (DEPLOYMENT, replaced(DEPLOYMENT, ("  selector", "  replicas: 2\n  selector")), ["minor field-changed spec.replicas: unset → 2"]),
        (DEPLOYMENT, replaced(DEPLOYMENT, ("app: a", "app: b")), ["patch label-changed spec.template.metadata.labels.app", 'major field-immutable spec.selector.matchLabels.app: "a" → "b", which cannot be changed: the Deployment must be made anew', "patch pods-restart"]),
        (replaced(DEPLOYMENT, ("apps/v1", "extensions/v1beta1")), DEPLOYMENT, ["minor api-version-changed apiVersion: extensions/v1beta1 → apps/v1"]),
        (CONFIG, "", ["minor object-removed is gone"]),
        ("", CONFIG, ["minor object-added is new"]),
    ],
)  # fmt: skip
def test_two_states_of_an_object(old, new, expected):
    lines = changes(old, new)
    starts = [
        line.replace("patch label-changed spec.template", "minor label-changed spec.template")
        if "labels.app" in line
        else line
        for line in expected
    ]
    assert len(lines) == len(starts), lines
    assert all(line.startswith(start) for line, start in zip(lines, starts, strict=True)), lines


def test_what_a_secret_holds_is_never_told():
    for new in (
        replaced(HIDING, ("c2VjcmV0", "b3RoZXI=")),
        replaced(HIDING, ("hush", "quiet")),
        replaced(HIDING, ("data: {password: c2VjcmV0}", "data: {}")),
        replaced(HIDING, ("stringData: {token: hush}", "")),
        replaced(HIDING, ("stringData", "stringdata")),
        replaced(HIDING, ("metadata", "immutable: true\nmetadata"), ("hush", "quiet")),
    ):
        for one, other in ((HIDING, new), (new, HIDING)):
            lines = changes(one, other)
            assert lines
            assert not any(word in " ".join(lines) for word in ("c2VjcmV0", "b3RoZXI", "hush", "quiet"))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Service", "major object-removed is gone; clients hold on to it"), ("PersistentVolumeClaim", "major object-removed is gone; data hold on to it"),
        ("Namespace", "major object-removed is gone; all that is in it hold on to it"), ("NetworkAttachmentDefinition", "major object-removed is gone; pods hold on to it"),
        ("Deployment", "minor object-removed is gone"), ("ConfigMap", "minor object-removed is gone"),
    ],
)  # fmt: skip
def test_what_others_hold_on_to(kind, expected):
    assert changes(f"apiVersion: v1\nkind: {kind}\nmetadata: {{name: a}}\n", "") == [expected]


def test_what_stays_or_runs_once():
    kept = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: a, annotations: {helm.sh/resource-policy: keep}}\n"
    assert changes(kept, "") == [
        "minor object-removed is no longer part of the release, and stays in the cluster"
    ]
    test = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {helm.sh/hook: test}}\n"
    assert changes(test, "") == ["patch object-removed is gone"]
    assert changes("", test) == ["patch object-added is new"]
    passing = "apiVersion: v1\nkind: Service\nmetadata: {name: a, annotations: {helm.sh/hook: pre-install}}\n"
    assert changes(passing, "") == ["minor object-removed is gone"]
    hook = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a, annotations: {helm.sh/hook: pre-install}}\n"
    assert changes("", hook) == ["minor object-added is new"]


def test_what_becomes_a_hook_or_is_one_no_more():
    """Helm deletes what is of the release no more, also where a hook made it anew; it adopts nothing."""
    claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: a%s}\n"
    plain, hook = claim % "", claim % ", annotations: {helm.sh/hook: pre-install}"
    gone = (
        claim
        % ", annotations: {helm.sh/hook: pre-install, helm.sh/hook-delete-policy: 'before-hook-creation,hook-succeeded'}"
    )
    kept = claim % ", annotations: {helm.sh/resource-policy: keep}"
    assert changes(plain, hook)[-1] == (
        "major object-removed is a hook now: Helm deletes the one of the release; data hold on to it"
    )
    assert changes(kept, hook)[-1].startswith("minor label-changed")
    assert [line for line in changes(hook, plain) if line.startswith("major")] == [
        "major apply-conflict is no hook any more: Helm refuses to adopt the one that is there"
    ]
    assert not [line for line in changes(gone, plain) if line.startswith("major")]
    job = plain.replace("PersistentVolumeClaim", "ConfigMap")
    assert not [
        line
        for line in changes(job, job.replace("name: a", "name: a, annotations: {helm.sh/hook: pre-install}"))
        if line.startswith("major")
    ]
    tests = hook.replace("pre-install", "test")
    assert not [
        line for line in changes(tests, tests.replace("test", "test-success")) if line.startswith("major")
    ]


def test_objects_are_paired_by_kind_and_name_whatever_their_group():
    old = by_key(map(made, (CONFIG, replaced(DEPLOYMENT, ("apps/v1", "extensions/v1beta1")))))
    new = by_key(map(made, (DEPLOYMENT, HIDING)))
    found = [(one.kind if one else "", other.kind if other else "") for one, other in pairs(old, new)]
    assert found == [("ConfigMap", ""), ("Deployment", "Deployment"), ("", "Secret")]


def test_fields_that_are_ignored():
    one, other = made(HIDING), made(replaced(HIDING, ("c2VjcmV0", "b3RoZXI=")))
    noise = Noise(*versions())
    assert len([*compare(one, other, noise)]) == 1
    assert [*compare(one, other, noise, {("data", "password")})] == []
