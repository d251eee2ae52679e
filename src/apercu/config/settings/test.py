"""The suite's settings: a data folder of its own, so that no test can reach a site's."""

import os
import tempfile

os.environ["APERCU_DATA"] = os.environ.get("APERCU_TEST_DATA") or tempfile.mkdtemp(prefix="apercu-test-")
os.environ.pop("APERCU_SITE_URL", None)

from apercu.config.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if "sqlite3" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # A file, not memory: the live-server journeys read it from another thread.
    DATABASES["default"]["TEST"] = {"NAME": DATA / "test.sqlite3"}  # noqa: F405
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405  WhiteNoise warns about a missing folder, and warnings are errors
