/** Width, depth and height of a piece as lines along its bounds, where it stands. */
import type { Words } from "../i18n";
import type { Vec3 } from "../model/fields";
import { lengthText } from "../model/format";
import type { Ruler } from "./rulers";

/** The lines keep this far from the piece, for its size. */
const GAP_SHARE = 0.05;
const MIN_GAP_M = 0.04;

interface Place {
  readonly position_m: Vec3;
  readonly yaw_rad: number;
}

/** The piece's own frame: its front faces +Z, its origin is the middle of its foot. */
export function sizeRulers(size_m: Vec3, at: Place, t: Words, locale: string): Ruler[] {
  const [width, height, depth] = size_m;
  const gap = Math.max(MIN_GAP_M, Math.hypot(width, height, depth) * GAP_SHARE);
  const [x, z] = [width / 2, depth / 2];
  const [cos, sin] = [Math.cos(at.yaw_rad), Math.sin(at.yaw_rad)];
  const [px, py, pz] = at.position_m;
  const inRoom = ([dx, dy, dz]: Vec3): Vec3 => [px + dx * cos + dz * sin, py + dy, pz - dx * sin + dz * cos];
  const runs: [from: Vec3, to: Vec3, length_m: number, title: string][] = [
    [[-x, 0, z + gap], [x, 0, z + gap], width, t("width")],
    [[x + gap, 0, -z], [x + gap, 0, z], depth, t("depth")],
    [[-x - gap, 0, z], [-x - gap, height, z], height, t("height")],
  ];
  return runs.map(([from, to, length_m, title]) => ({
    from: inRoom(from),
    to: inRoom(to),
    label: lengthText(length_m, locale),
    title,
  }));
}
