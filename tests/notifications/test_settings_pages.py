"""What one chooses to be told, by kind and channel."""

from apps.notifications.actions.preferences import preferences_of
from apps.notifications.kinds import all_kinds
from apps.notifications.models import Preference

SETTINGS = "/settings/notifications/"
ENGLISH = {"accept-language": "en"}


def ticked(wanted):
    return {f"{kind}.{channel}": "on" for (kind, channel), is_on in wanted.items() if is_on}


def test_every_kind_is_listed_with_its_defaults(world, signed_in):
    page = signed_in(world.member).get(SETTINGS, headers=ENGLISH).text
    for kind in all_kinds():
        assert str(kind.label) in page
        for channel, is_on in (("mail", kind.mail), ("push", kind.push)):
            box = page.partition(f'name="{kind.slug}.{channel}"')[2].partition(">")[0]
            assert ("checked" in box) == is_on
    assert "Back to the defaults" not in page


def test_a_choice_is_kept_and_only_what_was_changed_is(world, signed_in):
    browser, before = signed_in(world.member), preferences_of(world.member)
    sent = ticked(before) | {"reacted.mail": "on"}
    del sent["mentioned.push"]
    response = browser.post(SETTINGS, sent)
    assert (response.status_code, response["Location"]) == (303, SETTINGS)
    after = preferences_of(world.member)
    changed = {key for key in after if after[key] != before[key]}
    assert changed == {("reacted", "mail"), ("mentioned", "push")}
    assert Preference.objects.count() == 2
    assert preferences_of(world.owner) == before
    page = browser.get(SETTINGS, headers=ENGLISH).text
    assert page.count("(your choice)") == 2


def test_back_to_the_defaults(world, signed_in):
    browser, before = signed_in(world.member), preferences_of(world.member)
    signed_in(world.owner).post(SETTINGS, {})
    browser.post(SETTINGS, {})
    assert not any(preferences_of(world.member).values())
    assert "Back to the defaults" in browser.get(SETTINGS, headers=ENGLISH).text
    assert browser.post(SETTINGS, {"_method": "DELETE"}).status_code == 303
    assert preferences_of(world.member) == before
    assert Preference.objects.filter(person=world.owner).exists(), "another's stay"


def test_what_is_no_kind_changes_nothing(world, signed_in):
    before = preferences_of(world.member)
    sent = ticked(before) | {"nothing.mail": "on", "mentioned.fax": "on", "mentioned": "on"}
    assert signed_in(world.member).post(SETTINGS, sent).status_code == 303
    assert preferences_of(world.member) == before
    assert not Preference.objects.exists()


def test_each_mail_can_be_looked_at(world, signed_in):
    browser = signed_in(world.member)
    page = browser.get(SETTINGS).text
    for kind in all_kinds():
        path = f"{SETTINGS}preview/{kind.slug}/"
        assert path in page
        frame = browser.get(path).text
        assert "sandbox" in frame
        source = frame.partition('sandbox src="')[2].partition('"')[0]
        mail = browser.get(source)
        assert mail.status_code == 200
        assert "<html" in mail.text
        assert "script-src 'none'" in mail["Content-Security-Policy"]
        assert mail["X-Frame-Options"] == "SAMEORIGIN"
    assert browser.get(f"{SETTINGS}preview/nothing/").status_code == 404
