from chartgen.registry.access import Access


def test_by_default_anonymous_over_https():
    access = Access()
    assert (access.docker_config, access.ca_file, access.plain_http) == (None, None, False)
    assert (access.time_limit, access.pause) == (300.0, 1.0)


def test_secrets_of_proxies_do_not_show():
    assert "secret" not in repr(Access(proxies={"https": "http://user:secret@proxy"}))
