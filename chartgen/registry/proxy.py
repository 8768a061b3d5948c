"""Which proxy leads to a host."""

import ipaddress
from urllib.parse import urlsplit

from chartgen.core.errors import InputError
from chartgen.registry.access import Access
from chartgen.registry.reference import shown


def proxy_for(scheme: str, host: str, port: int, access: Access) -> str:
    """Give the URL of the proxy for a host, or nothing. This machine is reached without one.

    Raises:
        InputError: the proxy is none that we can speak to.
    """
    proxy = access.proxies.get(scheme, "")
    if not proxy or _is_direct(host, port, access.no_proxy):
        return ""
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    try:
        parts = urlsplit(proxy)
        is_known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_known = False
    if not is_known:
        hint = "write http://HOST:PORT, and name hosts that need no proxy in NO_PROXY"
        raise InputError("is no proxy over HTTP", where=shown(proxy), hint=hint)
    return proxy


def _is_direct(host: str, port: int, no_proxy: str) -> bool:
    address = _address(host)
    if host == "localhost" or (address is not None and address.is_loopback):
        return True
    return any(
        _covers(entry, host, port, address)
        for entry in (each.strip().lower() for each in no_proxy.split(","))
        if entry
    )


def _covers(
    entry: str, host: str, port: int, address: ipaddress.IPv4Address | ipaddress.IPv6Address | None
) -> bool:
    if entry == "*":
        return True
    if address is not None:
        try:
            return address in ipaddress.ip_network(entry.strip("[]"), strict=False)
        except ValueError:
            pass
    name, colon, number = entry.rpartition(":")
    if colon:
        if number != str(port):
            return False
        entry = name.strip("[]")
    entry = entry.removeprefix("*").lstrip(".")
    return host == entry or host.endswith(f".{entry}")


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
