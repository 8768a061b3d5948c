"""Namespaces that are isolated have a list of those whose networks all may use.

*Why.* With `namespaceIsolation` a pod gets networks of its own namespace and of those that
`globalNamespaces` names; without that list, of `default` alone. A network elsewhere then stops the pods
that ask for it.

*Fix.* Write `globalNamespaces`, with `default` in it if that is meant to stay, or say in the documentation
that networks belong into the namespaces of their pods.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.calls import calls
from chartgen.lint.multus_config import configs
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("multus-isolation", Severity.INFO, since="0.1.0", sees="object")

_MESSAGE: Final = "pods get networks of their own namespace and of default only"


def check(each: Object) -> Iterator[Hit]:
    """Look for isolation without a list, in configurations and in flags."""
    for config in configs(each):
        isolated = config.value.get("namespaceIsolation") is True
        if isolated and not config.text_of("globalNamespaces"):
            yield config.hit(_MESSAGE, "namespaceIsolation", hint="add globalNamespaces")
    for container in each.pod.containers if each.pod else ():
        for call in calls(container):
            flag = call.flag("namespace-isolation") if call.name == "thin_entrypoint" else None
            if flag and flag.text == "true" and call.flag("global-namespaces") is None:
                yield each.hit(_MESSAGE, flag.path, hint="add --global-namespaces")
