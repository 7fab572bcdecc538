"""The tree changes: who is in which group follows."""

import pytest

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.profiles.actions import create_unit, update_directory_entry
from apps.profiles.models import Unit
from apps.profiles.units import add_unit, merge_unit, move_unit


@pytest.fixture
def tree(person):
    """Two branches, each with a unit below, and a person in each of these."""
    admin = person("Adam", is_staff=True)
    sales, works = create_unit(name="Sales"), create_unit(name="Works")
    shops, forge = create_unit(name="Shops", parent=sales), create_unit(name="Forge", parent=works)
    seller, smith = person("Sabine"), person("Simon")
    update_directory_entry(actor=admin, person=seller, unit=shops)
    update_directory_entry(actor=admin, person=smith, unit=forge)
    return admin, sales, works, shops, forge, seller, smith


def groups(user) -> set[str]:
    return {unit.name for unit in Unit.objects.filter(group__user=user)}


def test_a_moved_unit_takes_its_people_along(tree):
    admin, sales, works, shops, _forge, seller, smith = tree
    changed = move_unit(actor=admin, unit=shops, parent=works)
    assert groups(seller) == {"Works", "Shops"}
    assert groups(smith) == {"Works", "Forge"}
    shops.refresh_from_db()
    assert shops.path == f"/{works.pk}/{shops.pk}/"
    assert set(changed) == {sales.group_id, works.group_id}
    move_unit(actor=admin, unit=shops, parent=None)
    assert groups(seller) == {"Shops"}


def test_what_is_below_moves_too(tree):
    admin, sales, works, shops, _forge, seller, _smith = tree
    move_unit(actor=admin, unit=sales, parent=works)
    assert groups(seller) == {"Works", "Sales", "Shops"}
    shops.refresh_from_db()
    assert shops.path == f"/{works.pk}/{sales.pk}/{shops.pk}/"


def test_a_unit_does_not_stand_under_itself(tree):
    admin, sales, _works, shops, *_ = tree
    for place in (sales, shops):
        with pytest.raises(InvalidInput):
            move_unit(actor=admin, unit=sales, parent=place)
        with pytest.raises(InvalidInput):
            merge_unit(actor=admin, unit=sales, into=place)


def test_merging_brings_people_and_units_below(tree):
    admin, sales, works, _shops, forge, seller, smith = tree
    merge_unit(actor=admin, unit=works, into=sales)
    assert groups(smith) == {"Sales", "Forge"}
    assert groups(seller) == {"Sales", "Shops"}
    forge.refresh_from_db()
    assert forge.parent_id == sales.pk
    merge_unit(actor=admin, unit=forge, into=sales)
    assert groups(smith) == {"Sales"}
    smith.profile.refresh_from_db()
    assert smith.profile.unit == sales


def test_a_site_keeps_what_a_unit_loses(tree, person):
    """Whoever reads of a group for two reasons stays in it while one of them holds."""
    admin, sales, works, shops, forge, seller, _smith = tree
    update_directory_entry(actor=admin, person=seller, site=forge)
    assert groups(seller) == {"Sales", "Shops", "Works", "Forge"}
    move_unit(actor=admin, unit=shops, parent=works)
    assert groups(seller) == {"Shops", "Works", "Forge"}
    move_unit(actor=admin, unit=shops, parent=sales)
    assert groups(seller) == {"Sales", "Shops", "Works", "Forge"}


def test_only_administrators_change_the_tree(tree):
    _admin, sales, works, *_rest, smith = tree
    for act in (
        lambda: add_unit(actor=smith, name="x"),
        lambda: move_unit(actor=smith, unit=sales, parent=works),
        lambda: merge_unit(actor=smith, unit=sales, into=works),
    ):
        with pytest.raises(Refused):
            act()
