import os
import shutil
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def as_nobody():
    """Give a folder to a user that permissions hold for: root has to become somebody else."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield folder
    if root:
        os.seteuid(0)
    shutil.rmtree(folder)
