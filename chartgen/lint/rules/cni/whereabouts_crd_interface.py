"""The CRD of Whereabouts' pools knows the interface of an address.

*Why.* Whereabouts 0.8.0 and newer finds an address to free by its pod and interface. The CRD of an older
version drops the interface, so that no address is freed.

*Fix.* Install the CRDs of the version of Whereabouts that runs.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-crd-interface", Severity.WARNING, since="0.1.0", sees="elsewhere")
