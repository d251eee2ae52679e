from django.apps import AppConfig


class PageCacheConfig(AppConfig):
    name = "apercu.pagecache"
    label = "pagecache"
