import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apercu.config.settings.base")
django_application = get_wsgi_application()

from apercu.config.front import with_kept_pages  # noqa: E402 settings and apps exist only now

application = with_kept_pages(django_application)

# What is loaded now lives as long as the process: the collector need not look at it again, nor run several
# times during one page.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
