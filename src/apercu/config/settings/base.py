"""Settings of a running site. What differs between sites comes from the environment (`environment.py`)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from apercu.config.environment import read_environment
from apercu.config.logs import logging_settings
from apercu.mailing.bounces import providers

_environment = read_environment()
_package = Path(__file__).resolve().parents[2]

DATA = _environment.data
SECRET_KEY = _environment.secret_key
SITE_URL = _environment.site_url
TRUSTED_PROXIES = _environment.trusted_proxies
SECOND_FACTOR = _environment.second_factor
SECOND_FACTOR_GROUPS = _environment.second_factor_groups
CACHE_MB = _environment.cache_mb  # of pages in the memory of every process (pagecache)
DEBUG = False
_host = urlsplit(SITE_URL).hostname
ALLOWED_HOSTS = [_host, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "apercu.config.wiring.WiringConfig",
    "apercu.ops",
    "apercu.pagecache",
    "apercu.reading",
    "apercu.editing",
    "apercu.editing.signing_in",
    "apercu.editing.second_factor",
    "apercu.editing.throttling",
    "apercu.editing.audit",
    "apercu.mailing",
    "apercu.importing",
    "apercu.content",
    "wagtail.contrib.settings",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "apercu.editing.accounts.apps.AccountsConfig",  # Wagtail's app for accounts, with two rules of ours
    "wagtail.admin",
    "wagtail.search",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django_htmx",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apercu.config.middleware.SecurityHeaders",
    "apercu.config.middleware.CompressPublicPages",
    "apercu.config.middleware.LanguageOfAddress",
    "apercu.config.middleware.OneEdition",
    # Sessions, logins and forms are the desk's: a public page touches no cookie, ever.
    "apercu.config.middleware.DeskSessions",
    "django.middleware.common.CommonMiddleware",
    "apercu.config.middleware.DeskForms",
    "apercu.config.middleware.DeskLogins",
    "apercu.config.middleware.DeskMessages",
    "apercu.editing.signing_in.sessions.EndSessionsInTime",
    "apercu.editing.refusals.SayWhyItIsNotPublic",
    "apercu.config.nothing_saved.SayWhyNothingIsSaved",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "apercu.config.urls"
WSGI_APPLICATION = "apercu.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {"default": _environment.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["apercu.config.formats"]

LOCALE_PATHS = [_package / "locale"]  # one catalogue for all rooms (`make words`)

STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "apercu.reading.joining.JoinedFinder",  # our many style sheets as one file
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/desk/uploads/"  # editors' own; readers get what is made of them
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

_https = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/desk/"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_HSTS_SECONDS = 31536000 if _https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
X_FRAME_OPTIONS = "SAMEORIGIN"  # the desk frames previews

WAGTAIL_SITE_NAME = "Aperçu"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False  # asks a third party
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # tells a third party
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILIMAGES_IMAGE_FORM_BASE = "apercu.editing.uploads.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 5 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILDOCS_EXTENSIONS = [
    "pdf"
]  # the desk has no use for files; what is uploaded all the same is only downloaded
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("fr", "Français")]
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "apercu.editing.writing.rich_text.RichTextArea"}}
# SQLite has one writer: with the default half second, several editors typing would queue up behind it.
WAGTAIL_AUTOSAVE_INTERVAL = 2000
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 2000
SEARCH_IN_MEMORY = _environment.search_in_memory
SEARCH_MEANING = _environment.search_meaning
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

LOOKUP = _environment.lookup  # look articles up at Crossref, PubMed, Europe PMC and OpenAlex (editing/adding)
LOOKUP_KEYS = {"pubmed": _environment.pubmed_key, "openalex": _environment.openalex_key}
LOOKUP_REPLAY_AT = ""  # tests put the address of a server on this machine here, which answers for all of them

WAGTAIL_FINISH_WORKFLOW_ACTION = "apercu.content.approving.publish_approved"

EMAIL_TIMEOUT = 10  # seconds
EMAIL_BACKEND = _environment.email["EMAIL_BACKEND"]
EMAIL_HOST = _environment.email.get("EMAIL_HOST", "localhost")
EMAIL_PORT = _environment.email.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _environment.email.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _environment.email.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _environment.email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _environment.email.get("EMAIL_USE_SSL", False)
DEFAULT_FROM_EMAIL = f"digest@{_host}"

BOUNCES = _environment.bounces  # the mailbox that is read (ops/bounces_loop)
MAIL_PROVIDER = _environment.mail_provider  # who may post to /mail-events/ (reading/views/mail_events)
MAIL_MARKING_HEADER = providers.marking_header(MAIL_PROVIDER)
ANYMAIL = providers.anymail_settings(MAIL_PROVIDER, _environment.mail_provider_secret)

WEB_PROCESSES = _environment.web_processes
ACCESS_LOG = _environment.access_log
LOGGING = logging_settings(_environment.log, access=ACCESS_LOG)

# What `check --deploy` asks for and does not fit here.
SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # forms are protected by our own DeskForms, which is Django's middleware on the desk
    "security.W005",  # other sites below our host name are not ours to promise https for
    "security.W008",  # the proxy that speaks https redirects to it; behind it every request is http
    "security.W019",  # the desk frames previews; a public page refuses by its policy (frame-ancestors)
    "security.W021",  # being in the browsers' own lists is the domain owner's to ask for
]
