"""Web push: waking a browser that its person allowed to be woken (docs/subsystems/push.md).

`endpoints` says where we may send at all, `sending` sends, `payloads` says what, `carrying` is the
channel of `apps/notifications/sending`. The page's side is in `static/js/push/`.
"""
