"""What is wrong with a plan, in the merchant's words."""

from __future__ import annotations

from collections.abc import Mapping

from showroom.product.finished import FinishedProduct
from showroom.room.design import RoomDesign
from showroom.room.plan import Fault
from viewer.plain_text import plain
from viewer.problem_words import with_detail
from viewer.words import Words

__all__ = ["fault_sentence", "left_out_sentences", "piece_name"]

_BUILT_IN = "a built-in element"


def piece_name(item_id: str, products: Mapping[str, FinishedProduct], t: Words) -> str:
    """A piece as the merchant calls its product; the second and later ones are numbered."""
    sku, _, number = item_id.partition("#")
    product = products.get(sku)
    if product is None:
        return item_id
    details = product.facts.details
    name = details.names.get(t.language, details.name)
    return f"{name} ({number})" if number else name


def fault_sentence(fault: Fault, products: Mapping[str, FinishedProduct], t: Words) -> str:
    """One fault, with what to do."""
    name = piece_name(fault.item_id, products, t)
    if fault.rule == "no_collision":
        if fault.other == _BUILT_IN:
            return t("rooms.fault_built_in", name=name)
        other = piece_name(fault.other, products, t)
        return t("rooms.fault_no_collision", name=name, other=other)
    return t(f"rooms.fault_{fault.rule}", name=name)


def left_out_sentences(
    design: RoomDesign, products: Mapping[str, FinishedProduct], t: Words
) -> list[str]:
    """What found no place, as Markdown; the layout's own reason is English, other languages say what to do instead."""
    key = "rooms.left_out" if t.problem("left_out") is None else "rooms.left_out_other"
    sentences = []
    for out in design.left_out:
        said = t(key, name=piece_name(out.item_id, products, t), reason=out.reason)
        sentences.append(with_detail(plain(said), "left_out", out.reason, t))
    return sentences
