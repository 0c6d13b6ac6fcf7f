import io
import xml.etree.ElementTree as ET

from PIL import Image

from layout import PlanOptions, arrange_room, plan_png, plan_svg
from tests.layout.rooms import LIVING, LIVING_ROOM, box


def test_the_plan_is_xml_with_every_piece_and_the_same_every_time():
    arrangement = arrange_room(LIVING_ROOM, [*LIVING, box("<b>'\"&", None, 0.6, 0.5, 0.9)])
    svg = plan_svg(arrangement, PlanOptions(clearances=True))
    assert svg == plan_svg(arrangement, PlanOptions(clearances=True))
    root = ET.fromstring(svg)
    titles = [t.text or "" for t in root.iter("{http://www.w3.org/2000/svg}title")]
    assert len(titles) == len(arrangement.placements)
    assert any(t.startswith("<b>'\"&:") for t in titles)


def test_the_picture_has_the_plans_size_and_is_not_blank():
    image = Image.open(io.BytesIO(plan_png(arrange_room(LIVING_ROOM, LIVING))))
    assert image.width > 600
    assert len(image.convert("RGB").getcolors(1 << 20)) > 50
