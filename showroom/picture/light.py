"""Light in a room, for pictures: sun and sky through the windows, lamps, and what the surfaces pass on.

All light is counted as the radiance of a white matt surface (irradiance over pi), so that a surface sends out its
colour times the light. Light between surfaces is a radiosity solution on patches of about 0.2 m: their mutual
visibility is sampled once and bounced six times, and a picture only looks it up. Path tracing each pixel instead
took 20 times the rays for the same noise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float32, Int

from showroom.picture.geometry import Portal, TracedScene, dot
from showroom.scene import Environment, Rgb, Scene, walk

__all__ = ["LightOptions", "RoomLight", "frame_around", "hemisphere"]


@dataclass(frozen=True)
class LightOptions:
    """Balance and effort.

    Attributes
    ----------
    sun_gain, lamp_gain, sky_gain
        What one lux of the scene's sun, one candela of its lamps and one unit of its sky are worth here.
    sun_breadth_rad
        Angular radius of the sun; larger than the real one for softer edges.
    patch_m
        Side of the patches that light bounces between.
    points, rays
        Samples of each patch: places, and rays from each place.
    bounces
        How often light is passed on.
    """

    sun_gain: float = 3.0
    lamp_gain: float = 0.02
    sky_gain: float = 1.0
    sun_breadth_rad: float = 0.02
    patch_m: float = 0.2
    points: int = 24
    rays: int = 3
    bounces: int = 6


_CEILING_LIGHT_M = 1.9  # what shines from higher hangs under the ceiling
_SHADE_M = 0.28  # from a lamp's middle to outside of its shade
_STANDING_GAIN = (
    5.0  # by day, lamps that stand glow on the wall behind them, and ceiling lights only fill
)


class RoomLight:
    """The light of one scene, ready to be asked at any place.

    Parameters
    ----------
    traced
        All geometry that gives shade and passes light on.
    scene
        Its lights and environment.
    closed
        Whether the sky reaches in through the portals only (a room) or from everywhere (a room without a
        ceiling, a product in the open).
    options
        Balance and effort.
    rng
        Source of randomness.
    unseen
        Nodes that the picture leaves out of a closed room. They shade as they do, but what stands close before them
        would be black where the camera now looks: they pass on as much light as the room does on average.
    """

    def __init__(
        self,
        traced: TracedScene,
        scene: Scene,
        *,
        closed: bool,
        options: LightOptions,
        rng: np.random.Generator,
        unseen: frozenset[str] = frozenset(),
    ) -> None:
        self.traced = traced
        self.closed = closed
        self.options = options
        self.environment = scene.environment
        self._sun_direction: Float32[np.ndarray, " 3"] | None = None
        self._sun = np.zeros(3, dtype=np.float32)
        self._lamps: list[tuple[Float32[np.ndarray, " 3"], Float32[np.ndarray, " 3"]]] = []
        for node, T in walk(scene):
            light = node.light
            if light is not None and light.kind == "directional":
                self._sun_direction = T[:3, 2].astype(np.float32)
                self._sun = _colour(light.colour) * np.float32(options.sun_gain * light.intensity)
            elif light is not None:
                power = _colour(light.colour) * np.float32(options.lamp_gain * light.intensity)
                self._lamps.append((T[:3, 3].astype(np.float32), power))
        self.patch_of, self.patch_light = self._bounce(rng)
        away = np.isin(traced.node_of, [k for k, n in enumerate(traced.node_names) if n in unseen])
        if closed and away.any() and not away.all():
            lit = self.patch_light[self.patch_of[~away]]
            mean = np.average(lit, axis=0, weights=traced.areas_m2[~away])
            self.patch_light[self.patch_of[away]] = mean.astype(np.float32)

    def sky(self, directions: Float[np.ndarray, "P 3"]) -> Float32[np.ndarray, "P 3"]:
        """Radiance of the world outside in the given directions."""
        return sky_radiance(self.environment, directions) * np.float32(self.options.sky_gain)

    def sun(
        self,
        position_m: Float32[np.ndarray, "P 3"],
        normal: Float32[np.ndarray, "P 3"],
        rng: np.random.Generator,
        samples: int,
    ) -> Float32[np.ndarray, "P 3"]:
        """Sunlight with soft shadows."""
        share = self.sun_share(position_m, normal, rng, samples)
        light: Float32[np.ndarray, "P 3"] = share[:, None] * self.sun_light
        return light

    @property
    def sun_light(self) -> Float32[np.ndarray, " 3"]:
        """Light on a surface that faces the unshaded sun."""
        return self._sun / np.float32(np.pi)

    def sun_share(
        self,
        position_m: Float32[np.ndarray, "P 3"],
        normal: Float32[np.ndarray, "P 3"],
        rng: np.random.Generator,
        samples: int,
        flat_normal: Float32[np.ndarray, "P 3"] | None = None,
    ) -> Float32[np.ndarray, " P"]:
        """Share of the sun that is seen, times the cosine of its angle; `flat_normal` where relief bends `normal`."""
        out = np.zeros(len(position_m), dtype=np.float32)
        if self._sun_direction is None or not self._sun.any():
            return out
        cosine = normal @ self._sun_direction
        rows = np.flatnonzero(cosine > 0)
        if len(rows) == 0:
            return out
        # Half a centimetre off the surface: photographed shapes are bumpy and would shade themselves.
        # Along the flat normal: a bent one can lead through the ceiling from just under it.
        flat = normal if flat_normal is None else flat_normal
        start = position_m[rows] + flat[rows] * np.float32(5e-3)
        a, b = frame_around(self._sun_direction[None])
        seen = np.zeros(len(rows), dtype=np.float32)
        for k in range(samples):
            turn = 2 * np.pi * (rng.random(len(rows), dtype=np.float32) + k / samples)
            radius = np.sqrt((rng.random(len(rows), dtype=np.float32) + k) / samples)
            radius *= self.options.sun_breadth_rad
            along = self._sun_direction + (np.cos(turn) * radius)[:, None] * a
            along = along + (np.sin(turn) * radius)[:, None] * b
            seen += ~self.traced.caster.occluded(start, along, from_m=1e-5)
        out[rows] = seen / samples * cosine[rows]
        return out

    def soft(
        self,
        position_m: Float32[np.ndarray, "P 3"],
        normal: Float32[np.ndarray, "P 3"],
        rng: np.random.Generator,
        samples: int,
    ) -> Float32[np.ndarray, "P 3"]:
        """Light of the sky through the windows (if the room is closed) and of the lamps."""
        out = np.zeros_like(position_m)
        for portal in self.traced.portals if self.closed else ():
            for k in range(samples):
                out += self._through(portal, position_m, normal, rng, k, samples)
        for place, power in self._lamps:
            under_ceiling = place[1] > _CEILING_LIGHT_M
            jitter = rng.standard_normal((len(position_m), 3), dtype=np.float32)
            jitter *= 0.18 / np.maximum(np.sqrt(dot(jitter, jitter))[:, None], 1e-6)
            towards = place + jitter - position_m
            square = np.maximum(dot(towards, towards), 1e-6)
            distance = np.sqrt(square)
            cosine = np.maximum(dot(towards, normal) / distance, 0)
            if under_ceiling:
                # A flat panel under the ceiling: little of its light goes up.
                cosine *= np.maximum(towards[:, 1] / distance, 0) + 0.12
            rows = np.flatnonzero(cosine > 0)
            # A lamp's own shade, closed as its shape is, passes light.
            bulb_m = 0.0 if under_ceiling else _SHADE_M
            short = np.maximum(1 - bulb_m / distance[rows], 0.02)[:, None].astype(np.float32)
            shade = self.traced.caster.occluded(
                position_m[rows], towards[rows] * short, from_m=2e-4, to_m=0.98
            )
            strength = cosine[rows] / np.maximum(square[rows], 0.3) * ~shade
            gain = np.float32(1.0 if under_ceiling else _STANDING_GAIN)
            out[rows] += strength[:, None].astype(np.float32) * power * gain
        return out

    def _through(
        self,
        portal: Portal,
        position_m: Float32[np.ndarray, "P 3"],
        normal: Float32[np.ndarray, "P 3"],
        rng: np.random.Generator,
        stratum: int,
        strata: int,
    ) -> Float32[np.ndarray, "P 3"]:
        """One sample of the sky's light through one window."""
        count = len(position_m)
        u = (rng.random((count, 1), dtype=np.float32) + stratum) / strata
        v = (rng.random((count, 1), dtype=np.float32) + stratum * 0.618) % 1
        side_a, side_b = portal.side_a_m.astype(np.float32), portal.side_b_m.astype(np.float32)
        towards = portal.corner_m.astype(np.float32) + u * side_a + v * side_b - position_m
        square = np.maximum(dot(towards, towards), 1e-6)
        distance = np.sqrt(square)
        facing = np.cross(side_a, side_b)
        facing /= np.linalg.norm(facing)
        cosine = np.maximum(dot(towards, normal), 0) * np.abs(towards @ facing) / square
        weight = cosine / np.maximum(square, 0.04) * (portal.area_m2 / np.pi / strata)
        out = np.zeros_like(position_m)
        rows = np.flatnonzero(weight > 1e-6)
        shade = self.traced.caster.occluded(
            position_m[rows], towards[rows], from_m=2e-4, to_m=0.999
        )
        rows = rows[~shade]
        directions = towards[rows] / distance[rows, None]
        out[rows] = self.sky(directions) * weight[rows, None].astype(np.float32)
        return out

    def gathered(
        self,
        position_m: Float32[np.ndarray, "P 3"],
        normal: Float32[np.ndarray, "P 3"],
        rng: np.random.Generator,
        samples: int,
    ) -> Float32[np.ndarray, "P 3"]:
        """Light that other surfaces pass on, and the open sky where the room is not closed."""
        out = np.zeros_like(position_m)
        a, b = frame_around(normal)
        shift = rng.random((len(position_m), 2), dtype=np.float32)
        for k in range(samples):
            u = (shift[:, 0] + np.float32((k + 0.5) / samples)) % 1
            v = (shift[:, 1] + np.float32(k * 0.6180339887)) % 1
            out += self.seen_along(position_m, hemisphere(normal, a, b, u, v))
        mean: Float32[np.ndarray, "P 3"] = out / np.float32(samples)
        return mean

    def seen_along(
        self,
        position_m: Float32[np.ndarray, "P 3"],
        directions: Float32[np.ndarray, "P 3"],
        *,
        windows: bool = False,
    ) -> Float32[np.ndarray, "P 3"]:
        """Radiance of what lies along rays; the sky counts if the room is open or `windows` asks for it."""
        hits = self.traced.caster.cast(position_m + directions * np.float32(2e-4), directions)
        out: Float32[np.ndarray, "P 3"] = self.patch_light[self.patch_of[hits.face]]
        away = ~hits.hit
        sky = not self.closed or windows
        out[away] = self.sky(directions[away]) if sky else 0.0
        return out

    def _bounce(
        self, rng: np.random.Generator
    ) -> tuple[Int[np.ndarray, " F"], Float32[np.ndarray, "N 3"]]:
        """Patch of each triangle and the radiance that each patch sends out."""
        traced, options = self.traced, self.options
        centres = traced.positions_m[traced.faces].mean(axis=1)
        cells = np.floor(centres / options.patch_m).astype(np.int64)
        side = np.abs(traced.flat_normals).argmax(axis=1)
        side = 2 * side + (np.take_along_axis(traced.flat_normals, side[:, None], 1)[:, 0] > 0)
        # One number for cell, side and node: rooms are under 2**13 cells long.
        key = (
            ((cells[:, 0] + 4096) << 50)
            + ((cells[:, 1] + 4096) << 37)
            + ((cells[:, 2] + 4096) << 24)
        )
        key += (traced.node_of << 3) + side
        _, patch = np.unique(key, return_inverse=True)
        patch = patch.astype(np.int64)
        face, bary = self._places(patch, options.points, rng)
        corners = traced.positions_m[traced.faces[face]]
        position = corners[:, 0] + bary[:, :1] * (corners[:, 1] - corners[:, 0])
        position = (position + bary[:, 1:] * (corners[:, 2] - corners[:, 0])).astype(np.float32)
        into = -traced.flat_normals[face]
        # Seen from its open side, with a coarse ray: the texture's mean colour is wanted.
        depth = np.ones(len(face), dtype=np.float32)
        points = traced.surface(face, bary, position, into, depth, 0.1, rng)
        normal = points.flat_normal
        start = position + normal * np.float32(1e-3)
        light = self.soft(start, normal, rng, 1) + self.sun(start, normal, rng, 1)
        a, b = frame_around(normal)
        targets = []
        for k in range(options.rays):
            u = ((rng.random(len(start), dtype=np.float32) + k) / options.rays).astype(np.float32)
            v = rng.random(len(start), dtype=np.float32)
            directions = hemisphere(normal, a, b, u, v)
            hits = traced.caster.cast(start, directions)
            if not self.closed:
                light[~hits.hit] += self.sky(directions[~hits.hit]) / np.float32(options.rays)
            targets.append(np.where(hits.hit, patch[hits.face], -1))
        count = int(patch.max()) + 1
        colour = points.colour.reshape(count, options.points, 3).mean(axis=1)
        first = light.reshape(count, options.points, 3).mean(axis=1)
        to = np.stack(targets, 1).reshape(count, -1)
        out = np.zeros(
            (count + 1, 3), dtype=np.float32
        )  # the last row is darkness, for rays that hit nothing
        for _ in range(options.bounces + 1):
            out[:count] = colour * (first + out[to].mean(axis=1))
        return patch, out[:count]

    def _places(
        self, patch: Int[np.ndarray, " F"], points: int, rng: np.random.Generator
    ) -> tuple[Int[np.ndarray, " S"], Float32[np.ndarray, "S 2"]]:
        """Even random places on each patch: triangle and barycentric weights, patch by patch."""
        order = np.argsort(patch, kind="stable")
        reach = np.cumsum(np.maximum(self.traced.areas_m2[order], 1e-12).astype(np.float64))
        last = np.flatnonzero(np.diff(patch[order], append=-1))
        high = reach[last]
        low = np.concatenate([[0.0], high[:-1]])
        share = (np.arange(points) + rng.random((len(high), points))) / points
        wanted = low[:, None] + share * (high - low)[:, None]
        face = order[np.minimum(np.searchsorted(reach, wanted.ravel()), len(order) - 1)]
        u, v = rng.random((2, len(face)), dtype=np.float32)
        turned = u + v > 1
        return face, np.stack([np.where(turned, 1 - u, u), np.where(turned, 1 - v, v)], 1)


def _colour(rgb: Rgb) -> Float32[np.ndarray, " 3"]:
    return np.array(rgb, dtype=np.float32)


def sky_radiance(
    environment: Environment, directions: Float[np.ndarray, "P 3"]
) -> Float32[np.ndarray, "P 3"]:
    """Radiance of the environment: ground below, a bright horizon, sky above."""
    up = directions[:, 1:2].astype(np.float32)
    horizon, sky, ground = (
        _colour(c) for c in (environment.horizon, environment.sky, environment.ground)
    )
    above = np.clip(up, 0, 1) ** np.float32(0.6)
    below = np.clip(-up * 6, 0, 1)
    radiance: Float32[np.ndarray, "P 3"] = np.where(
        up >= 0, horizon + (sky - horizon) * above, horizon + (ground - horizon) * below
    )
    return radiance


def frame_around(
    normal: Float32[np.ndarray, "P 3"],
) -> tuple[Float32[np.ndarray, "P 3"], Float32[np.ndarray, "P 3"]]:
    """Two unit vectors that complete each normal to a right-handed frame.

    Source: Duff et al., "Building an Orthonormal Basis, Revisited", JCGT 2017, listing 3.
    """
    x, y, z = normal[:, 0], normal[:, 1], normal[:, 2]
    sign = np.copysign(np.float32(1), z)
    s = -1 / (sign + z)
    t = x * y * s
    a = np.stack([1 + sign * x * x * s, sign * t, -sign * x], 1)
    return a, np.stack([t, sign + y * y * s, -y], 1)


def hemisphere(
    normal: Float32[np.ndarray, "P 3"],
    a: Float32[np.ndarray, "P 3"],
    b: Float32[np.ndarray, "P 3"],
    u: Float32[np.ndarray, " P"],
    v: Float32[np.ndarray, " P"],
) -> Float32[np.ndarray, "P 3"]:
    """Directions around the normals, as many as the cosine asks for, from two numbers in 0..1."""
    radius = np.sqrt(u)
    turn = np.float32(2 * np.pi) * v
    up = np.sqrt(np.maximum(1 - u, 0))
    unit: Float32[np.ndarray, "P 3"] = (
        (radius * np.cos(turn))[:, None] * a
        + (radius * np.sin(turn))[:, None] * b
        + up[:, None] * normal
    )
    return unit
