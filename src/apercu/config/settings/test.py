"""The suite's settings: a data folder of its own, so that no test can reach a site's."""

import atexit
import os
import shutil
import tempfile


def _folder_of_this_process() -> str:
    folder, process = tempfile.mkdtemp(prefix="apercu-test-"), os.getpid()

    def remove() -> None:
        if os.getpid() == process:  # not of one that was forked from it
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return folder


os.environ["APERCU_DATA"] = os.environ.get("APERCU_TEST_DATA") or _folder_of_this_process()
os.environ.pop("APERCU_SITE_URL", None)

from apercu.config.settings.base import *  # noqa: E402, F403 told where the data are first

SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if "sqlite3" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # A file, not memory: the live-server journeys read it from another thread.
    DATABASES["default"]["TEST"] = {"NAME": DATA / "test.sqlite3"}  # noqa: F405
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405  WhiteNoise warns about a missing folder, and warnings are errors
