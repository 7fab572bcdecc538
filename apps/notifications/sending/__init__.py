"""What leaves the screen: due deliveries become envelopes, envelopes leave, once each.

`forming` puts what is due for a person into envelopes, `leaving` sends them, `contents` says what
an envelope still has to say, `carriers` are the channels.
"""

from apps.notifications.sending.leaving import leave

__all__ = ["leave"]
