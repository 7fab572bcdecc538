"""What a browser says of its subscription."""

from django import forms

from apps.notifications.push.endpoints import LONGEST


class EndpointForm(forms.Form):
    endpoint = forms.CharField(max_length=LONGEST)


class DeviceForm(EndpointForm):
    """`again`: sent by the browser on its own, which was allowed before."""

    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=60)
    again = forms.BooleanField(required=False)
