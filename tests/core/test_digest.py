from chartgen.core.digest import digest_of


def test_it_is_the_sum_with_its_kind():
    # FIPS 180-2, B.1.
    assert digest_of(b"abc") == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
