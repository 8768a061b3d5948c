"""How tests ask: one request, or a registry whose answers a test writes."""

import time

from chartgen.registry.access import Access
from chartgen.registry.exchange import Request, Response
from chartgen.registry.http import Transport
from chartgen.registry.oci import Repository
from chartgen.registry.reference import parse_oci
from tests.registry.answers import Served

PLAIN = Access(plain_http=True, pause=0.01, time_limit=20)


def send(
    url: str, access: Access | None = None, limit: int = 1000, method: str = "GET", body: bytes | None = None
) -> Response:
    access = access or Access()
    return Transport(access).send(
        Request(method, url, limit, body=body), time.monotonic() + access.time_limit
    )


def lying(served: Served, *, push: bool = False) -> Repository:
    return Repository(parse_oci(f"oci://{served.host}/c"), PLAIN, push=push)
