"""Appliances: stoves, refrigerators, washing machines, microwaves, radiators, speakers, pianos."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.appliance.kitchen import (
    add_cooker,
    add_dishwasher,
    add_hood,
    add_microwave,
    add_washing_machine,
)
from reconstruct.parts.families.appliance.parameters import CHOICES, KINDS, MEASURES
from reconstruct.parts.families.appliance.piano import add_piano
from reconstruct.parts.families.appliance.radiator import add_radiator
from reconstruct.parts.families.appliance.refrigerator import add_refrigerator
from reconstruct.parts.families.appliance.speaker import add_speaker
from reconstruct.parts.family import Family, Values

__all__ = ["APPLIANCE"]

_MACHINES = {
    "stove": add_cooker,
    "oven": add_cooker,
    "dishwasher": add_dishwasher,
    "washing_machine": add_washing_machine,
    "refrigerator": add_refrigerator,
    "microwave": add_microwave,
    "radiator": add_radiator,
    "speaker": add_speaker,
    "hood": add_hood,
    "piano": add_piano,
}


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    _MACHINES[values.of("machine")](builder, values, width, height, depth)


APPLIANCE = Family(
    name="appliance", kinds=KINDS, choices=CHOICES, measures=MEASURES, construct=_construct
)
