"""Training views made while the network learns, all of a batch at once: on a GPU thousands a second, none seen twice.

The same studio as `render.py` (sky with occlusion, a key light with a soft shadow, bounce, gloss, procedural textures,
matte errors, a camera's exposure and noise), and besides: shapes stretched and mirrored, smooth normals, a fill light,
metal that mirrors a studio, backgrounds that shine through at the matte's edge.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional

from reconstruct.crop import CROP_PX, FILL_PX
from reconstruct.training.dataset import LearnedShape
from reconstruct.training.live_chance import Chance
from reconstruct.training.live_develop import blurred, developed
from reconstruct.training.live_rays import LiveMeshes, PosedMeshes
from reconstruct.training.live_warp import Variation

__all__ = ["LiveOptions", "LiveStudio", "Views"]

KINDS = 12  # of material in a view
WAVES = 4


@dataclass(frozen=True)
class LiveOptions:
    """How varied the views are.

    Attributes
    ----------
    oversampling
        Rays along each side of a pixel.
    stretch, warp, mirrored
        Of the shapes; see `Variation.drawn`.
    """

    oversampling: int = 2
    stretch: float = 0.12
    warp: float = 0.4
    mirrored: float = 0.5

    def plain(self) -> LiveOptions:
        """The shapes as they are."""
        return replace(self, stretch=0.0, warp=0.0, mirrored=0.0)


@dataclass(frozen=True)
class Views:
    """B pictures as the network sees photos, and the truth about them.

    Attributes
    ----------
    images
        Straight colour and alpha matte, 0 to 1, errors included.
    T_canonical_camera, focal_px, centre_px
        The true cameras, in pixels of the crop.
    view
        Azimuth and elevation in radians, distance in longest sides.
    shape, size_m, occupancy
        Which shape; its size and its share of matter in the cells of its box, as varied.
    """

    images: Float[Tensor, "B 4 H W"]
    T_canonical_camera: Float[Tensor, "B 4 4"]
    focal_px: Float[Tensor, " B"]
    centre_px: Float[Tensor, "B 2"]
    view: Float[Tensor, "B 3"]
    shape: Int[Tensor, " B"]
    size_m: Float[Tensor, "B 3"]
    occupancy: Float[Tensor, "B X Y Z"]


class LiveStudio:
    """Makes views of shapes on a device.

    Parameters
    ----------
    shapes
        All shapes; views name them by their row.
    seed
        On one device, the same seed makes the same views.
    """

    def __init__(
        self,
        shapes: list[LearnedShape],
        device: torch.device,
        seed: int,
        options: LiveOptions | None = None,
    ) -> None:
        self._options = options or LiveOptions()
        self._meshes = LiveMeshes(shapes, device)
        self._grids = torch.from_numpy(np.stack([s.occupancy for s in shapes])).to(device)
        self._device = device
        self._chance = Chance(device, seed)

    @property
    def device(self) -> torch.device:
        """Where the views are made."""
        return self._device

    @torch.no_grad()
    def views(self, shape: Int[Tensor, " B"]) -> Views:
        """One view of each of the shapes named, in a light and colours of its own."""
        options, count = self._options, len(shape)
        variation = Variation.drawn(
            count,
            self._chance,
            stretch=options.stretch,
            warp=options.warp,
            mirrored=options.mirrored,
        )
        meshes = self._meshes.posed(shape, variation)
        size_m = variation.sizes(self._meshes.sizes_m[shape])
        view = self._viewpoints(count)
        pose = _poses(view)
        focal, centre = self._frame(meshes.bounds(meshes.project(pose)))
        floor = -size_m[:, 1] / size_m.amax(1) / 2
        colour, cover = self._pictures(meshes, floor, pose, focal, centre)
        return Views(
            images=developed(colour, cover, self._chance),
            T_canonical_camera=pose,
            focal_px=focal,
            centre_px=centre,
            view=view,
            shape=shape,
            size_m=size_m,
            occupancy=variation.grids(self._grids[shape].float() / 255),
        )

    # Cameras.

    def _viewpoints(self, count: int) -> Float[Tensor, "B 3"]:
        """As `draw_viewpoint` draws them."""
        wide = self._chance.uniform(count, low=-75.0, high=75.0)
        azimuth = torch.where(
            self._chance.uniform(count) < 0.2, 4 * self._chance.normal(count), wide
        )
        high = self._chance.uniform(count, low=-3.0, high=42.0)
        level = 4 + 4 * self._chance.normal(count)
        elevation = torch.where(self._chance.uniform(count) < 0.8, high, level)
        distance = self._chance.uniform(count, low=math.log(1.4), high=math.log(6)).exp()
        return torch.stack([azimuth.deg2rad(), elevation.deg2rad(), distance], dim=1)

    def _frame(
        self, bounds: Float[Tensor, "B 2 2"]
    ) -> tuple[Float[Tensor, " B"], Float[Tensor, "B 2"]]:
        """Focal length and centre with which the shape fills the crop, about."""
        low, high = bounds.unbind(1)
        have = high - low
        frame = CROP_PX / 2 + self._chance.normal(len(bounds), 4)
        frame = frame + frame.new_tensor([-1, -1, 1, 1]) * FILL_PX / 2
        want = have / have.amax(1, keepdim=True) * (frame[:, 2:] - frame[:, :2])
        focal = (want * have).sum(1) / (have**2).sum(1)
        middle = (frame[:, :2] + frame[:, 2:]) / 2
        return focal, middle - focal[:, None] * (low + high) / 2

    # Pictures.

    def _pictures(
        self,
        meshes: PosedMeshes,
        floor: Float[Tensor, " B"],
        pose: Float[Tensor, "B 4 4"],
        focal: Float[Tensor, " B"],
        centre: Float[Tensor, "B 2"],
    ) -> tuple[Float[Tensor, "B 3 H W"], Float[Tensor, "B H W"]]:
        """Linear colour and the share of each pixel that is covered."""
        fine = self._options.oversampling
        ways = _pixel_rays(pose, focal, centre, fine)
        eye = pose[:, None, :3, 3].expand_as(ways)
        hits = meshes.cast(eye, ways, torch.full(ways.shape[:2], 1e3, device=self._device))
        hit = hits.distance < torch.inf
        points = eye + ways * torch.where(hit, hits.distance, 0)[..., None]
        plane = meshes.plane[hits.face]
        plane = plane * -torch.sign((plane * ways).sum(-1, keepdim=True))
        normal = self._smooth_normals(meshes, hits.face, points, plane, ways)
        kind = self._kinds(meshes.material[hits.face], points, plane, floor)
        base = self._base_colour(kind, points)
        start = points + 2e-3 * plane
        height = points[..., 1] - floor[:, None]
        linear = self._shade(meshes, start, kind, base, normal, ways, hit, height)
        cover = hit.float()
        picture = torch.cat([linear * cover[..., None], cover[..., None]], dim=-1)
        pooled = picture.view(len(pose), CROP_PX, fine, CROP_PX, fine, 4).mean(dim=(2, 4))
        share = pooled[..., 3]
        colour = pooled[..., :3] / share.clamp(min=1e-6)[..., None]
        return colour.movedim(-1, 1), share

    def _smooth_normals(
        self,
        meshes: PosedMeshes,
        face: Int[Tensor, "B P"],
        points: Float[Tensor, "B P 3"],
        plane: Float[Tensor, "B P 3"],
        ways: Float[Tensor, "B P 3"],
    ) -> Float[Tensor, "B P 3"]:
        """The interpolated ones in most views, where they face the camera; else the triangles'."""
        weights = meshes.barycentric(face, points).clamp(0, 1)
        smooth = functional.normalize((meshes.normals[face] * weights[..., None]).sum(-2), dim=-1)
        smooth = smooth * torch.sign((smooth * plane).sum(-1, keepdim=True))
        usual = self._chance.share(0.7, len(face), 1, 1)
        mixed = usual * smooth + (1 - usual) * plane
        return torch.where((mixed * ways).sum(-1, keepdim=True) < 0, mixed, plane)

    def _kinds(
        self,
        material: Int[Tensor, "B P"],
        points: Float[Tensor, "B P 3"],
        plane: Float[Tensor, "B P 3"],
        floor: Float[Tensor, " B"],
    ) -> Int[Tensor, "B P"]:
        """Material of each point: the shape's own, or legs, tops and backs apart, or all the same."""
        count = len(points)
        height = (points[..., 1] - floor[:, None]) / (-2 * floor[:, None]).clamp(min=1e-6)
        own = material % KINDS
        top = (plane[..., 1] > 0.8) & (height > self._chance.uniform(count, 1, low=0.2, high=0.7))
        painted = (height < self._chance.uniform(count, 1, low=0.15, high=0.6)).long()
        painted = torch.where(top & (self._chance.uniform(count, 1) < 0.4), 2, painted)
        back = (height > self._chance.uniform(count, 1, low=0.6, high=0.9)) & (
            self._chance.uniform(count, 1) < 0.25
        )
        painted = torch.where(back, 3, painted)
        way = self._chance.uniform(count, 1)
        return torch.where(way < 0.6, own, torch.where(way < 0.85, painted, 0))

    def _base_colour(
        self, kind: Int[Tensor, "B P"], points: Float[Tensor, "B P 3"]
    ) -> Float[Tensor, "B P 3"]:
        """Colour of each material, drawn anew, with grain, weave, marble or stripes of the world's space."""
        count = len(kind)
        table = self._colours(count)
        pattern = self._chance.uniform(count, KINDS)
        strength = self._chance.uniform(count, KINDS, low=0.05, high=0.5) * (pattern > 0.35)
        frequency = self._chance.uniform(count, KINDS, low=math.log(6), high=math.log(60)).exp()
        axis = self._chance.below(3, count, KINDS)
        wood = ((pattern > 0.35) & (pattern < 0.7)).float()[..., None]
        along = 1 - 0.94 * functional.one_hot(axis, 3) * wood  # the grain runs along one axis
        bend = self._chance.uniform(count, KINDS, high=2.5) * self._chance.share(0.5, count, KINDS)
        waves = torch.zeros(points.shape[:2], device=self._device)
        turn: Tensor | float = 0.0
        for _ in range(WAVES):
            ways = self._chance.normal(count, KINDS, 3) * along * frequency[..., None]
            phase = self._chance.uniform(count, KINDS, high=2 * math.pi)
            wave = (points * _of(ways, kind)).sum(-1) + _of(phase, kind)
            wave = (wave + turn).sin()
            turn = wave * _of(bend, kind)
            waves = waves + wave
        stripes = _of((pattern > 0.92).float(), kind)
        waves = torch.where(stripes > 0, 2 * torch.sign(waves), waves)
        shade = (0.5 * _of(strength, kind) * waves).exp()
        return (_of(table, kind) * shade[..., None]).clamp(0.01, 0.97)

    def _colours(self, count: int) -> Float[Tensor, "B K 3"]:
        """Linear colours: woods, whites, greys, blacks, and now and then something gay; or anything."""
        shape = (count, KINDS, 1)
        wood = self._chance.normal(*shape).mul(0.6).exp() * torch.tensor(
            [0.45, 0.24, 0.11], device=self._device
        ) + self._chance.uniform(*shape, high=0.1)
        white = self._chance.uniform(*shape, low=0.6, high=0.92).expand(-1, -1, 3)
        grey = self._chance.uniform(*shape, low=math.log(0.02), high=math.log(0.6)).exp()
        gay = self._chance.uniform(count, KINDS, 3, low=0.02, high=0.8)
        drawn = self._chance.uniform(*shape)
        table = torch.where(drawn < 0.8, grey.expand(-1, -1, 3), gay)
        table = torch.where(drawn < 0.55, white, table)
        table = torch.where(drawn < 0.35, wood, table)
        table = table * self._chance.uniform(count, KINDS, 3, low=0.93, high=1.07)
        free = self._chance.uniform(count, KINDS, 3, low=0.08, high=0.93) ** 2.2
        table = torch.where(self._chance.uniform(count, 1, 1) < 0.7, table, free)
        return (table * (0.2 * self._chance.normal(*shape)).exp()).clamp(0.015, 0.95)

    def _shade(
        self,
        meshes: PosedMeshes,
        start: Float[Tensor, "B P 3"],
        kind: Int[Tensor, "B P"],
        base: Float[Tensor, "B P 3"],
        normal: Float[Tensor, "B P 3"],
        ways: Float[Tensor, "B P 3"],
        hit: Tensor,
        height: Float[Tensor, "B P"],
    ) -> Float[Tensor, "B P 3"]:
        """Sky with occlusion, key and fill light, bounce from the floor, gloss, metal; linear."""
        count, rays = kind.shape

        def free(way: Float[Tensor, "B P 3"], to: float) -> Float[Tensor, "B P"]:
            reach = torch.where(hit, to, 0.0)
            found = meshes.cast(start, way, reach)
            return torch.isinf(found.distance).float()

        sky = torch.zeros(count, rays, device=self._device)
        for _ in range(2):
            way = functional.normalize(self._chance.normal(count, rays, 3), dim=-1) + normal
            way = functional.normalize(way, dim=-1)
            sky = sky + free(way, 1.5) * (0.75 + 0.35 * way[..., 1]) / 2
        sky = self._smoothed(sky, hit)
        azimuth = self._chance.uniform(count, 1, low=-math.pi, high=math.pi)
        sun = torch.stack(
            [
                azimuth.cos(),
                self._chance.uniform(count, 1, low=0.25, high=1.4),
                azimuth.sin().abs() * 1.2 - 0.2,
            ],
            dim=-1,
        )
        spread = self._chance.uniform(count, 1, 1, low=0.02, high=0.5)
        lamp = functional.normalize(sun + spread * self._chance.normal(count, rays, 3), dim=-1)
        lit = (normal * lamp).sum(-1).clamp(min=0) * self._smoothed(free(lamp, 1e3), hit)
        other = functional.normalize(
            self._chance.normal(count, 1, 3) + normal.new_tensor([0, 0.3, 0.8]), dim=-1
        )
        filled = (normal * other).sum(-1).clamp(min=0)
        fill = self._chance.uniform(count, 1, high=0.6) * self._chance.share(0.5, count, 1)
        bounce = 0.15 * (0.6 - 0.4 * normal[..., 1]) * (-height).exp()
        light = (
            self._chance.uniform(count, 1, low=0.3, high=1.0) * sky
            + self._chance.uniform(count, 1, low=0.2, high=1.5) * lit
            + fill * filled * (0.3 + 0.7 * sky)
            + bounce
        )
        colour = base * light[..., None]
        half = functional.normalize(lamp - ways, dim=-1)
        sharp = self._chance.uniform(count, KINDS, low=math.log(8), high=math.log(200)).exp()
        shine = (half * normal).sum(-1).clamp(min=1e-4) ** _of(sharp, kind)
        gloss = self._chance.uniform(count, KINDS, high=0.7) * self._chance.share(0.6, count, 1)
        colour = colour + (_of(gloss, kind) * shine * (lit > 0))[..., None]
        facing = -(normal * ways).sum(-1, keepdim=True)
        mirrored = ways + 2 * facing * normal
        studio = self._studio(mirrored) * (0.3 + 0.7 * sky[..., None])
        polish = self._chance.uniform(count, KINDS) * self._chance.share(0.3, count, KINDS)
        grazing = 0.04 + 0.9 * (1 - facing.clamp(0, 1)) ** 5
        colour = colour + (_of(polish, kind)[..., None] * grazing) * studio
        metal = _of(self._chance.share(0.1, count, KINDS), kind)[..., None]
        return torch.where(metal > 0, (0.3 + 0.7 * base) * studio + 0.2 * colour, colour)

    def _smoothed(self, light: Float[Tensor, "B P"], hit: Tensor) -> Float[Tensor, "B P"]:
        """Less of the noise of few rays, in most views."""
        side = round(light.shape[1] ** 0.5)
        width = self._chance.uniform(len(light), high=2.0) * self._chance.share(0.7, len(light))
        both = torch.stack([light * hit, hit.float()], dim=1).view(len(light), 2, side, side)
        soft = blurred(both, width).flatten(2)
        return soft[:, 0] / soft[:, 1].clamp(min=1e-6)

    def _studio(self, ways: Float[Tensor, "B P 3"]) -> Float[Tensor, "B P 1"]:
        """What a mirror sees: a bright ceiling, a floor, a wide lamp or a window."""
        count = len(ways)
        up = ways[..., 1:2]
        room = self._chance.uniform(count, 1, 1, low=0.2, high=0.8) * (0.5 + 0.5 * (4 * up).tanh())
        room = room + self._chance.uniform(count, 1, 1, low=0.05, high=0.6) * (
            0.5 - 0.5 * (4 * up).tanh()
        )
        lamp = self._chance.normal(count, 1, 3) + ways.new_tensor([0, 0.5, 0.3])
        lamp = functional.normalize(lamp, dim=-1)
        near = (ways * lamp).sum(-1, keepdim=True) - self._chance.uniform(
            count, 1, 1, low=0.7, high=0.97
        )
        return room + self._chance.uniform(count, 1, 1, low=0.3, high=2.0) * (30 * near).sigmoid()


def _of(table: Tensor, kind: Int[Tensor, "B P"]) -> Tensor:
    """The rows of `B K ...` that the points' kinds name."""
    views = torch.arange(len(kind), device=kind.device)[:, None]
    return table[views, kind]


def _poses(view: Float[Tensor, "B 3"]) -> Float[Tensor, "B 4 4"]:
    """`T_canonical_camera` of cameras that look at the origin."""
    azimuth, elevation, distance = view.unbind(1)
    backward = torch.stack(
        [azimuth.sin() * elevation.cos(), elevation.sin(), azimuth.cos() * elevation.cos()], dim=1
    )
    level = torch.stack([azimuth.cos(), torch.zeros_like(azimuth), -azimuth.sin()], dim=1)
    pose = torch.zeros(len(view), 4, 4, device=view.device)
    pose[:, :3, 0] = level
    pose[:, :3, 1] = torch.linalg.cross(backward, level)
    pose[:, :3, 2] = backward
    pose[:, :3, 3] = backward * distance[:, None]
    pose[:, 3, 3] = 1
    return pose


def _pixel_rays(
    pose: Float[Tensor, "B 4 4"],
    focal: Float[Tensor, " B"],
    centre: Float[Tensor, "B 2"],
    fine: int,
) -> Float[Tensor, "B P 3"]:
    """Unit directions through the crop's pixels, each divided by `fine`, row by row."""
    step = (torch.arange(CROP_PX * fine, device=pose.device) + 0.5) / fine
    v, u = torch.meshgrid(step, step, indexing="ij")
    place = torch.stack([u.ravel(), v.ravel()], dim=-1)
    local = (place - centre[:, None]) / focal[:, None, None]
    depth = -torch.ones_like(local[..., :1])
    local = torch.cat([local[..., :1], -local[..., 1:], depth], dim=-1)
    return functional.normalize(local, dim=-1) @ pose[:, :3, :3].mT
