from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter


class AccountAdapter(DefaultAccountAdapter):
    pass


class SessionsAdapter(DefaultUserSessionsAdapter):
    pass


class MFAAdapter(DefaultMFAAdapter):
    pass
