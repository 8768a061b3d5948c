"""How registries and repositories are reached: what a command line and its environment say, as data."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple


class Access(NamedTuple):
    """How to reach a host, and as whom; without more, anonymously, over HTTPS, without a proxy.

    `docker_config` has the credentials, `ca_file` certificates in PEM that are trusted besides the system's.
    `proxies` has a URL by the scheme of what is asked for (`http`, `https`), `no_proxy` the hosts that are
    reached without one: names, which mean all below them too, addresses and networks, with commas between.
    `time_limit` is for a request with all its repetitions, `pause` before the first of these; in seconds.
    """

    docker_config: Path | None = None
    ca_file: Path | None = None
    plain_http: bool = False
    proxies: Mapping[str, str] = MappingProxyType({})
    no_proxy: str = ""
    time_limit: float = 300.0
    pause: float = 1.0

    def __repr__(self) -> str:
        """Show all but proxies, whose URLs may have passwords."""
        return f"Access({ ({**self._asdict(), 'proxies': [*self.proxies]}) })"
