"""What was told, as mail: `letter_of` writes an envelope's, `preview` shows one with a sample."""

from apps.notifications.mails.preview import preview
from apps.notifications.mails.writing import letter_of

__all__ = ["letter_of", "preview"]
