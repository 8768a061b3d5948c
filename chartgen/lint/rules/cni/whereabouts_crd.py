"""Whereabouts can store its reservations under the CRD that is installed.

*Why.* Whereabouts 0.8.0 and newer does not write `containerid`. Where the CRD of an older version requires
it, the API server refuses each reservation, and no pod gets an address.

*Fix.* Install the CRDs of the version of Whereabouts that runs.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-crd", Severity.ERROR, since="0.1.0", sees="elsewhere")
