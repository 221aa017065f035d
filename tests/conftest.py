"""Settings for all tests."""

from __future__ import annotations

import os
import tempfile

from hypothesis import HealthCheck, settings

# Time on a busy machine is no fault of the program's.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples on every run: a change fails, and not the luck of the day.
settings.register_profile("ci", settings.get_profile("here"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

# What a check remembers of sound files is the user's, and no test's.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="clausebook-tests-")
