"""What the administrators' site manages is a list, and what people wrote is not on it."""

import pytest
from django.apps import apps
from django.contrib import admin

from apps.core.administration import administration
from apps.spaces.models import Space
from tests.access.doors import SECRETS

# A model that is not here does not exist in /admin/; adding one is a decision about access.
ALLOWED = {
    "account.EmailAddress",
    "accounts.Invitation",
    "hours.OrganisationHours",
    "mailing.Suppression",
    "profiles.Unit",
    "profiles.User",
    "spaces.Space",
}
# Who belongs where, who asked, who was invited or excluded, what was written, kept or read.
NEVER = {"spaces", "posts", "feed", "notifications", "search", "digests", "oversight", "files"}


def label(model) -> str:
    return f"{model._meta.app_label}.{model._meta.object_name}"


def test_only_these_models_are_managed():
    assert {label(model) for model in administration._registry} == ALLOWED
    for model in apps.get_models():
        if model._meta.app_label in NEVER and model is not Space:
            assert model not in administration._registry, label(model)


def test_the_usual_site_has_no_address(signed_in, world):
    """Packages register their models on Django's own site: nothing leads there."""
    assert administration is not admin.site
    client = signed_in(world.administrator)
    for model in admin.site._registry:
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        if label(model) not in ALLOWED:
            assert client.get(path).status_code == 404, path


def test_every_page_of_every_model_says_nothing_of_a_confidential_space(
    world, in_confidential, signed_in
):
    client = signed_in(world.administrator)
    for model in administration._registry:
        here = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        rows = model._base_manager.values_list("pk", flat=True)[:40]
        pages = [here, f"{here}add/", *(f"{here}{pk}/{what}/" for pk in rows for what in PAGES)]
        for page in pages:
            said = client.get(page).content.decode()
            assert not [word for word in SECRETS if word in said], page
            assert in_confidential.space.slug not in said, page


PAGES = ("change", "history")


def test_nothing_deletes_in_bulk_but_what_may_go(world, signed_in):
    client = signed_in(world.administrator)
    sent = {"action": "delete_selected", "_selected_action": [world.member.pk], "post": "yes"}
    client.post("/admin/profiles/user/", sent)
    world.member.refresh_from_db()
    spaces = Space.objects.count()
    sent["_selected_action"] = [world.open.pk]
    client.post("/admin/spaces/space/", sent)
    assert Space.objects.count() == spaces


@pytest.mark.parametrize("path", ["/admin/", "/admin/profiles/user/", "/admin/profiles/unit/add/"])
def test_a_policy_stands_over_the_site(path, world, signed_in):
    answer = signed_in(world.administrator).get(path)
    policy = dict(
        part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self' 'unsafe-eval'"
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == policy["base-uri"] == "'self'"
    assert policy.pop("style-src-attr") == "'unsafe-inline'"
    assert not [name for name, said in policy.items() if "unsafe-inline" in said]
    nonce = policy["style-src"].removeprefix("'self' 'nonce-").removesuffix("'")
    body = answer.content.decode()
    assert body.count("<style") == body.count(f'<style nonce="{nonce}"') > 0
    assert "<script>" not in body
