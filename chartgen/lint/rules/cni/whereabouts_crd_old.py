"""The CRDs of Whereabouts are ready for its next version.

*Why.* Those from before 0.8.0 refuse the reservations of newer images, and drop the interfaces of their
addresses. Whoever changes the image alone then has pods without addresses, and Helm never changes what is in
`crds/` of a chart.

*Fix.* Install the CRDs of 0.8.0 or newer first: they take what older versions of Whereabouts write. With a
newer image in the release, `whereabouts-crd` and `whereabouts-crd-interface` tell.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-crd-old", Severity.INFO, since="0.1.0", sees="elsewhere")
