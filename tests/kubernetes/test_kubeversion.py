import pytest

from chartgen.kubernetes.kubeversion import allows, is_readable

TABLE = """
>=1.28              1.28.0 yes, 1.27.9 no
>=1.28.0-0          1.28.0 yes, 1.27.9 no, v1.33.4-gke.1245000 yes
>= 1.28 <1.31       1.30.9 yes, 1.31.0 no
>=1.28, <1.31.0-0   1.30.9 yes, 1.31.0 no
1.28                1.28.7 yes, 1.29.0 no
1.x                 1.0.0 yes, 2.0.0 no
*                   1.0.0 yes
~1.28               1.28.9 yes, 1.29.0 no
~1.28.3             1.28.2 no, 1.28.4 yes
~1                  1.99.0 yes, 2.0.0 no
^1.28               1.99.0 yes, 1.27.0 no, 2.0.0 no
^0.2.3              0.2.9 yes, 0.3.0 no
^0.0.3              0.0.3 yes, 0.0.4 no
1.28 - 1.30         1.29.0 yes, 1.30.5 yes, 1.31.0 no
1.26.x || >=1.30    1.26.1 yes, 1.27.0 no, 1.31.0 yes
!=1.28.x            1.28.1 no, 1.29.0 yes
!=1.28.1            1.28.1 no, 1.28.2 yes
>1.28               1.28.9 no, 1.29.0 yes
<=1.28              1.28.9 yes, 1.29.0 no
=1.28.1             1.28.1 yes, 1.28.2 no
v1.28.1             1.28.1 yes
=<1.28 =>1.20       1.24.0 yes
~>1.28.0            1.28.1 yes
>=1.28 &&<1.30      1.29.0 no
banana              1.29.0 no
>=1.28,             1.29.0 no
>==1.28             1.29.0 no
1.2.3.4             1.2.3 no
>=1.28.0-01         1.29.0 no
"""
CASES = [
    (line[:20].strip(), *verdict.split())
    for line in TABLE.strip("\n").splitlines()
    for verdict in line[20:].split(",")
]


@pytest.mark.parametrize(("constraint", "version", "verdict"), CASES)
def test_verdicts(constraint: str, version: str, verdict: str):
    assert allows(constraint, version) == (verdict == "yes")


UNREADABLE = ["banana", ">=1.28,", ">==1.28", "1.2.3.4", ">=1.28.0-01", ">=abc", "", ">=1.28 &&<1.30"]


@pytest.mark.parametrize("constraint", UNREADABLE)
def test_unreadable(constraint: str):
    assert not is_readable(constraint)
    assert not allows(constraint, "1.28.0")


@pytest.mark.parametrize("constraint", [">=1.28.0-0", "1.28 - 1.30", ">=1.28, <1.31.0-0", "*"])
def test_readable(constraint: str):
    assert is_readable(constraint)


def test_a_malicious_constraint_takes_no_time():
    assert not allows("1  " * 170 + "!", "1.28.0")
    assert not allows(">=1.0.0 " * 100, "1.28.0")
    assert not allows(" || ".join(["1.2"] * 33), "1.2.0")


def test_limits_of_a_constraint():
    assert is_readable("||".join([">1"] * 32))
    assert not is_readable("||".join([">1"] * 33))
    assert is_readable(f">=1.0.0-{'a' * 504}")
    assert not is_readable(f">=1.0.0-{'a' * 505}")
    assert is_readable(f">{2**64 - 1}")
    assert not is_readable(f">{2**64}")
