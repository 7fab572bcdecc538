"""One's own address, said to work again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.core.counting import DAY, at_most
from apps.core.http import see_other
from apps.mailing.actions import receive_again

MOST_A_DAY = 3


@require_POST
def mail_again(request: HttpRequest) -> HttpResponse:
    address = str(getattr(request.user, "email", ""))
    if not at_most(MOST_A_DAY, "mail-again", address, seconds=DAY):
        sentence = _("You said so a few times today, and mails came back. Try again tomorrow.")
        messages.error(request, sentence)
    elif receive_again(address=address):
        messages.success(request, _("We send mail to your address again."))
    return see_other(reverse("settings-notifications"))
