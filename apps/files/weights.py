"""What a file weighs, as people say it."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

KB = 1000
MB = KB * KB


def weight(size: int) -> str:
    """`"20 kB"`, `"1.3 MB"`: in thousands, as shops and systems count."""
    if size < MB:
        return _("%(size)s kB") % {"size": number_format(max(1, round(size / KB)))}
    whole = size >= 100 * MB
    return _("%(size)s MB") % {
        "size": number_format(size / MB, decimal_pos=0 if whole else 1, force_grouping=True)
    }
