"""An address used in the wrong way is answered like every other mistake: in words."""

import pytest


@pytest.mark.parametrize("path", ["/settings/face/", "/administration/deliveries/"])
def test_a_page_says_what_happened(path, world, signed_in):
    answer = signed_in(world.administrator).get(path, headers={"accept-language": "en"})
    assert answer.status_code == 405
    assert "POST" in answer["Allow"]
    page = answer.content.decode()
    assert "<h1>This address is not used in this way</h1>" in page
    assert answer["Cache-Control"] == "private, no-store"


def test_a_fragment_says_it_in_place(world, signed_in):
    answer = signed_in(world.member).post("/people/", headers={"hx-request": "true"})
    assert answer.status_code == 405
    assert "<html" not in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


def test_a_monitor_gets_it_too(client, db):
    assert client.post("/healthz").status_code in (403, 405)
