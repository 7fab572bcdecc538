"""The census of addresses: every pattern is classified, so that a new one cannot slip in unseen."""

from django.urls import URLPattern, URLResolver, get_resolver

# Anybody, without a session.
PUBLIC = {
    "healthz",
    "readyz",
    "theme",
    "service_worker",
    "manifest",
    "offline",
    "unsubscribe",
}
# Not about any space: one's own account, the directory of colleagues, forms without content.
PERSONAL = {
    "quiet-hours",
    "settings",
    "people",
    "face",
    "write",
    "session",
    "invitation",
    "kept",
    "catch_up_offer",
    "digest_unsubscribe",
}
# Content of spaces: each is in tests/access/doors.py or in test_doors' attempts to write.
DOORS = {
    "home",
    "catch_up",
    "settings-digest-preview",
    "settings-digest-mail",
    "space",
    "person",
    "post",
    "space_posts",
    "comments",
    "comment",
    "commenting",
    "mentions",
    "drafts",
    "draft",
    "file",
    "files",
    "draft_publication",
    "post_editing",
    "comment_editing",
    "post_pin",
    "post_reaction",
    "comment_reaction",
    "notifications",
    "notification",
    "notifications_read",
    "notification_push",
    "bell",
    "post_attention",
    "space_attention",
    "spaces",
    "space_new",
    "space_edit",
    "space_kind",
    "space_consent",
    "space_permissions",
    "space_deletion",
    "space_departure",
    "space_offer",
    "space_export",
    "space_export_file",
    "post_consent",
    "space_archive",
    "space_mails",
    "space_membership",
    "space_follow",
    "space_members",
    "space_member",
    "space_about",
    "space_request",
    "space_requests",
    "space_request_answer",
    "space_invitation",
    "space_invitations",
    "space_invitation_sent",
    "space_units",
    "space_unit",
    "space_exclusion",
    "space_exclusions",
    "space_exclusion_of",
    "space_member_exclusion",
    "space_picker",
    "space_readers",
    "space_journal",
    "post_readers",
    "file_readers",
    "post_guests",
    "post_guest",
    "draft_readers",
    "given",
    "glass",
    "glass_access",
    "glass_post",
    "glass_answer",
    "glass_file",
    "search",
    "jump",
}
# For administrators: tests/oversight/test_administration_pages.py, everybody else is refused.
ADMINISTRATION = "administration"
# Samples, and only with DEBUG.
DEVELOPMENT = {"styleguide"}
PACKAGES = ("account_", "mfa_", "usersessions_", "admin:", "settings-", ADMINISTRATION)


def names(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, namespace)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name or pattern.pattern}"


def test_every_address_is_classified():
    unknown = {
        name
        for name in names(get_resolver().url_patterns)
        if name not in PUBLIC | PERSONAL | DOORS | DEVELOPMENT and not name.startswith(PACKAGES)
    }
    assert not unknown, f"say in {__file__} who may see {sorted(unknown)}, and test it"


def test_the_census_lists_nothing_that_is_gone():
    existing = set(names(get_resolver().url_patterns))
    assert not (DOORS | PUBLIC | PERSONAL) - existing
