"""Pages."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rsn.settings")

application = get_wsgi_application()

# What is loaded by now stays: it need not be looked through for garbage again and again. A page
# makes thousands of short-lived objects, nearly all of which go without being looked for.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
