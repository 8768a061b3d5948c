import pytest

from chartgen.core.errors import InputError
from chartgen.registry.access import Access
from chartgen.registry.proxy import proxy_for

PROXIES = {"https": "http://proxy.example.com:3128"}


@pytest.mark.parametrize(
    ("host", "port", "no_proxy", "is_direct"),
    [
        ("example.com", 443, "", False),
        ("example.com", 443, "example.com", True),
        ("example.com", 443, " other , Example.COM ", True),
        ("a.example.com", 443, "example.com", True),
        ("a.example.com", 443, ".example.com", True),
        ("a.example.com", 443, "*.example.com", True),
        ("badexample.com", 443, "example.com", False),
        ("example.com", 5000, "example.com:5000", True),
        ("example.com", 443, "example.com:5000", False),
        ("example.com", 443, "example.com:443", True),
        ("a.example.com", 5000, ".example.com:5000", True),
        ("example.com", 443, f"example.com:{'4' * 5000}", False),
        ("example.com", 443, "*", True),
        ("example.com", 443, ",", False),
        ("10.1.2.3", 443, "10.0.0.0/8", True),
        ("11.1.2.3", 443, "10.0.0.0/8", False),
        ("10.1.2.3", 443, "10.1.2.3", True),
        ("10.1.2.3", 80, "10.1.2.3:80", True),
        ("10.1.2.3", 80, "10.1.2.3:81", False),
        ("fd00::1", 443, "fd00::/8", True),
        ("fd00::1", 443, "[fd00::1]", True),
        ("fd00::1", 5000, "[fd00::1]:5000", True),
        ("fd00::1", 443, "[fd00::1]:5000", False),
        ("fd00::1", 443, "10.0.0.0/8,fd00::2", False),
        ("10.1.2.3", 443, "example.com", False),
        ("localhost", 443, "", True),
        ("127.0.0.2", 443, "", True),
        ("::1", 443, "", True),
    ],
)
def test_who_needs_no_proxy(host, port, no_proxy, is_direct):
    found = proxy_for("https", host, port, Access(proxies=PROXIES, no_proxy=no_proxy))
    assert found == ("" if is_direct else PROXIES["https"])


def test_a_proxy_is_for_its_scheme():
    assert proxy_for("http", "example.com", 443, Access(proxies=PROXIES)) == ""
    assert (
        proxy_for("https", "example.com", 443, Access(proxies={"https": "proxy:8080"})) == "http://proxy:8080"
    )


@pytest.mark.parametrize(
    "proxy", ["socks5://user:secret@proxy:1080", "http://", "http://[x", "http://proxy:x"]
)
def test_what_is_no_proxy(proxy):
    with pytest.raises(InputError, match="is no proxy over HTTP") as caught:
        proxy_for("https", "example.com", 443, Access(proxies={"https": proxy}))
    assert "secret" not in str(caught.value)
