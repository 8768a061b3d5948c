"""Results that stand in a configuration, read as the plugin of each version does."""

import pytest

from chartgen.cni.json_text import read as read_json
from chartgen.cni.previous import Previous, PreviousError, read

ADDRESS = '{"address":"10.0.0.1/24"}'


def previous(text: str, version: str) -> Previous:
    return read(dict(read_json(text)), version)


@pytest.mark.parametrize(
    ("text", "version", "expected"),
    [
        ("{}", "1.0.0", Previous(has_addresses=False, interface="")),
        (f'{{"ips":[{ADDRESS}]}}', "1.1.0", Previous(has_addresses=True, interface="")),
        (
            f'{{"ips":[{ADDRESS}],"interfaces":[{{"name":"a"}}]}}',
            "0.3.1",
            Previous(has_addresses=True, interface="a"),
        ),
        ('{"interfaces":[{"name":"a"},{"name":"b"}]}', "1.0.0", Previous(has_addresses=False, interface="")),
        ('{"interfaces":[null]}', "1.0.0", Previous(has_addresses=False, interface="")),
        ('{"ip4":{"ip":"10.0.0.1/24"}}', "0.2.0", Previous(has_addresses=True, interface="")),
        (
            '{"ip4":{"ip":"10.0.0.1/24","routes":[{"dst":"10.0.0.0/8"}]}}',
            "",
            Previous(has_addresses=True, interface=""),
        ),
        ('{"ip6":{"ip":"fd00::1/64"}}', "0.1.0", Previous(has_addresses=True, interface="")),
        ('{"cniVersion":"1.0.0"}', "1.1.0", Previous(has_addresses=False, interface="")),
    ],
)
def test_a_result_that_can_be_read(text, version, expected):
    assert previous(text, version) == expected


@pytest.mark.parametrize(
    ("text", "version", "problem"),
    [
        ('{"ips":[{"address":"10.0.0.1"}]}', "1.0.0", "ips.0.address must be an address with prefix"),
        ('{"ips":[{"address":null}]}', "0.4.0", "ips.0.address must be"),
        ('{"ips":{}}', "1.0.0", "ips must be a list, not an object"),
        ('{"interfaces":[{"mtu":"1"}]}', "1.0.0", "interfaces.0.mtu must be an integer"),
        ('{"ip4":{"ip":"x"}}', "0.2.0", "ip4.ip must be"),
        ('{"cniVersion":"0.3.1"}', "1.0.0", "its version 0.3.1 is not that of the configuration"),
        ("{}", "9.9.9", "is none that plugins support"),
    ],
)
def test_a_result_that_is_refused(text, version, problem):
    with pytest.raises(PreviousError, match=problem) as caught:
        previous(text, version)
    assert not caught.value.is_crash


@pytest.mark.parametrize("text", ['{"interfaces":[null]}', '{"ips":[null]}'])
def test_a_null_on_which_the_plugin_crashes(text):
    with pytest.raises(PreviousError) as caught:
        previous(text, "0.3.1")
    assert caught.value.is_crash


def test_other_kinds_of_a_later_version_are_unknown_keys_before_it():
    assert previous('{"interfaces":[{"name":"a","mtu":"x"}]}', "0.4.0") == Previous(
        has_addresses=False, interface="a"
    )
