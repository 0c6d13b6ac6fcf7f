from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layout import Footprint, Opening, Room, arrange_room, broken_rules, measure_plan
from layout.fill import CUSHION, FillerOffer, fill_room
from layout.mounted import hang_and_lay
from layout.placement import Arrangement

OFFERS = (
    FillerOffer("rug", ((2.3, 1.6, 0.012), (3.3, 2.4, 0.012), (1.7, 1.2, 0.012))),
    FillerOffer("houseplant", ((0.7, 0.7, 1.6), (0.5, 0.5, 1.1))),
    FillerOffer("table_plant", ((0.24, 0.24, 0.27),)),
    FillerOffer("books", ((0.27, 0.21, 0.085),)),
    FillerOffer("picture", ((1.2, 0.026, 0.8), (0.7, 0.026, 0.5))),
    FillerOffer(CUSHION, ((0.45, 0.17, 0.45), (0.42, 0.15, 0.3))),
)

SOFA = Footprint("SOFA", "sofa", 2.1, 0.95, 0.85)
TABLE = Footprint("TABLE", "coffee_table", 1.1, 0.6, 0.42)
BED = Footprint("BED", "bed", 1.6, 2.1, 0.9)
BOARD = Footprint("BOARD", "sideboard", 1.6, 0.45, 0.8)
LAMP = Footprint("LAMP", "table_lamp", 0.3, 0.3, 0.5)
OWN_RUG = Footprint("RUG", "rug", 2.0, 1.4, 0.012)
OWN_PLANT = Footprint("FICUS", "houseplant", 0.5, 0.5, 1.4)


def _room(room_type: str = "living_room", width_m: float = 5.0, depth_m: float = 4.0) -> Room:
    openings = (
        Opening("window", 0, 1.0, 1.5, 0.9, 1.2),
        Opening("door", 2, 0.4, 0.9, 0.0, 2.05),
    )
    return Room.rectangle("r", room_type, width_m, depth_m, 2.6, openings)


def _categories(arrangement: Arrangement) -> list[str]:
    return [filler.category for filler in fill_room(arrangement, OFFERS)]


def _joined(arrangement: Arrangement) -> Arrangement:
    """The room with its fillers as if they were products, less the cushions, which lie in their seats' boxes."""
    added = [f for f in fill_room(arrangement, OFFERS) if f.category != CUSHION]
    return Arrangement(
        arrangement.room,
        (*arrangement.footprints, *(f.footprint for f in added)),
        (*arrangement.placements, *(f.placement for f in added)),
        (),
        "optimal",
        0.0,
        0.0,
        0.0,
    )


def test_a_bare_living_room_gets_what_the_graph_wishes_at_the_sofa_and_the_table() -> None:
    fillers = fill_room(arrange_room(_room(), [SOFA, TABLE]), OFFERS)
    hosts = {(f.category, f.host) for f in fillers}
    assert {("rug", "TABLE"), ("picture", "SOFA"), (CUSHION, "SOFA")} <= hosts
    assert [f.category for f in fillers].count("rug") == 1
    assert [f.item_id for f in fillers if f.category == CUSHION][:2] == [
        "filler-cushion-1",
        "filler-cushion-2",
    ]
    assert all(f.placement.reason for f in fillers)


def test_nothing_stands_in_the_way_of_a_corridor() -> None:
    corridor = arrange_room(_room("hallway", 6.0, 1.6), [])
    assert "houseplant" not in _categories(corridor)
    assert "houseplant" in _categories(arrange_room(_room("hallway", 4.0, 3.0), []))


def test_no_category_that_the_merchant_has_is_added() -> None:
    arrangement = arrange_room(_room(), [SOFA, TABLE, OWN_RUG, OWN_PLANT])
    assert {"RUG", "FICUS"} <= {p.item_id for p in arrangement.placements}
    assert not {"rug", "houseplant"} & set(_categories(arrangement))


def test_the_graph_keeps_fillers_out_of_rooms_where_they_do_not_belong() -> None:
    bath = arrange_room(_room("bathroom"), [Footprint("TUB", "bathtub", 1.7, 0.75, 0.6)])
    assert _categories(bath) == []


def test_the_merchants_placements_stay_to_the_bit() -> None:
    arrangement = arrange_room(_room(), [SOFA, TABLE, BOARD, LAMP])
    before = repr(arrangement)
    fill_room(arrangement, OFFERS)
    assert repr(arrangement) == before


def test_small_things_stand_beside_what_the_merchant_put_on_a_top() -> None:
    arrangement = arrange_room(_room("bedroom"), [BED, BOARD, LAMP])
    joined = _joined(arrangement)
    assert any(p.item_id.startswith("filler-table-plant") for p in joined.placements)
    assert measure_plan(joined).collisions == 0


def test_the_same_seed_gives_the_same_fillers() -> None:
    arrangement = arrange_room(_room(), [SOFA, TABLE, BOARD])
    assert fill_room(arrangement, OFFERS, seed=4) == fill_room(arrangement, OFFERS, seed=4)


def test_what_is_locked_on_a_wall_stays_when_more_is_hung() -> None:
    from layout.items import items_of
    from layout.knowledge import load_knowledge
    from layout.site import make_site
    from layout.tops import Pose

    picture = Footprint("ART", "picture", 0.6, 0.03, 0.6)
    more = Footprint("MORE", "picture", 0.6, 0.03, 0.6)
    items, _ = items_of([picture, more], load_knowledge())
    own = Pose(0.5, 1.1, 0.017, 0.0)
    poses = {"ART": own}
    hang_and_lay(items, [], make_site(_room()), poses)
    assert poses["ART"] is own
    assert set(poses) == {"ART", "MORE"}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    width_m=st.floats(3.2, 7.0),
    depth_m=st.floats(3.0, 6.0),
    own=st.sets(
        st.sampled_from([SOFA, TABLE, BED, BOARD, LAMP, OWN_PLANT]), min_size=0, max_size=5
    ),
    room_type=st.sampled_from(["living_room", "bedroom", "hallway", "home_office"]),
)
def test_fillers_harm_nothing(
    width_m: float, depth_m: float, own: set[Footprint], room_type: str
) -> None:
    pieces = sorted(own, key=lambda f: f.item_id)
    arrangement = arrange_room(_room(room_type, width_m, depth_m), pieces)
    placed = {p.item_id for p in arrangement.placements}
    arrangement = Arrangement(
        arrangement.room,
        tuple(f for f in arrangement.footprints if f.item_id in placed),
        arrangement.placements,
        (),
        "optimal",
        0.0,
        0.0,
        0.0,
    )
    joined = _joined(arrangement)
    before, after = measure_plan(arrangement), measure_plan(joined)
    assert after.collisions == before.collisions
    assert after.out_of_bounds == before.out_of_bounds
    assert after.blocked_openings == before.blocked_openings
    assert after.navigability >= before.navigability - 1e-6
    assert after.walkways >= before.walkways - 1e-6
    assert len(fill_room(arrangement, OFFERS)) <= 12
    broken = {b for b in broken_rules(joined, hard_only=True) if b.item_id.startswith("filler")}
    assert broken == set()


def test_a_rug_is_not_laid_where_the_door_swings() -> None:
    room = Room.rectangle(
        "r", "living_room", 3.0, 2.2, 2.6, (Opening("door", 2, 1.0, 0.9, 0.0, 2.05),)
    )
    arrangement = arrange_room(room, [])
    for filler in fill_room(arrangement, OFFERS):
        if filler.category == "rug":
            door = room.walls[2].at(1.45, 0.45)
            off = np.abs([filler.placement.x_m - door[0], filler.placement.z_m - door[1]])
            assert off.max() > 0.45


@pytest.mark.parametrize("room_type", ["living_room", "bedroom", "dining_room", "gallery"])
def test_a_usual_room_takes_little_time(room_type: str) -> None:
    import time

    arrangement = arrange_room(_room(room_type), [SOFA, TABLE, BOARD, LAMP])
    fill_room(arrangement, OFFERS)
    begun = time.process_time()
    fill_room(arrangement, OFFERS)
    # A bound that a busy machine keeps too; on a quiet one it takes a tenth of it.
    assert time.process_time() - begun < 1.0
