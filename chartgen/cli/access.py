"""What options and the environment say about registries and repositories."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from chartgen.registry.access import Access

_CONFIG: Final = "config.json"


def access(given: Mapping[str, Any]) -> Access:
    """Give how to reach them, from the options of `options.registry` and the environment.

    Docker's configuration is that of `--registry-config`, else that in the folder `DOCKER_CONFIG`, else that
    in the home folder; the latter two need not be there. Proxies are those of `HTTP_PROXY`, `HTTPS_PROXY`,
    `ALL_PROXY` and `NO_PROXY`, in either case.
    """
    ca_file = given["ca_file"] or os.environ.get("SSL_CERT_FILE")
    return Access(
        docker_config=_docker_config(given["registry_config"]),
        ca_file=Path(ca_file) if ca_file else None,
        plain_http=given["plain_http"],
        proxies={scheme: url for scheme in ("http", "https") if (url := _proxy(scheme))},
        no_proxy=_variable("no_proxy"),
    )


def _docker_config(named: str | None) -> Path | None:
    if named:
        return Path(named)
    folder = os.environ.get("DOCKER_CONFIG")
    # Nobody's home is `~` where the system knows none.
    path = Path(folder or os.path.expanduser("~/.docker"), _CONFIG)  # noqa: PTH111 -- pathlib raises then
    # Path.exists() raises where the folder may not be entered, as the home of somebody else.
    return path if os.access(path, os.F_OK) else None


def _proxy(scheme: str) -> str:
    # A web server puts the header `Proxy` of whoever asks into HTTP_PROXY of its scripts.
    is_script = scheme == "http" and "REQUEST_METHOD" in os.environ
    own = os.environ.get("http_proxy", "") if is_script else _variable(f"{scheme}_proxy")
    return own or _variable("all_proxy")


def _variable(name: str) -> str:
    return os.environ.get(name) or os.environ.get(name.upper(), "")
