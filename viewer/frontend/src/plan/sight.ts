/** Whether a straight line is blocked by furniture or walls, on boxes and the plan: quick enough for every picture. */
import type { Point, Vec3 } from "../model/showroom";
import { type Box, insidePolygon, toBox } from "./walk_area";

export interface SolidBox extends Box {
  readonly node: string;
  readonly bottom_m: number;
  readonly top_m: number;
}

/** Does the segment a-b meet the box? */
export function meets(box: SolidBox, a: Vec3, b: Vec3): boolean {
  const [ax, az] = toBox(box, [a[0], a[2]]);
  const [bx, bz] = toBox(box, [b[0], b[2]]);
  const slabs: [from: number, to: number, low: number, high: number][] = [
    [ax, bx, -box.half[0], box.half[0]],
    [a[1], b[1], box.bottom_m, box.top_m],
    [az, bz, -box.half[1], box.half[1]],
  ];
  let enter = 0;
  let leave = 1;
  for (const [from, to, low, high] of slabs) {
    const d = to - from;
    if (Math.abs(d) < 1e-12) {
      if (from < low || from > high) return false;
      continue;
    }
    const t0 = (low - from) / d;
    const t1 = (high - from) / d;
    enter = Math.max(enter, Math.min(t0, t1));
    leave = Math.min(leave, Math.max(t0, t1));
    if (enter > leave) return false;
  }
  return true;
}

/** Does the way from a, inside of the room, to b lead through one of its walls? What hangs on a wall is before it. */
export function throughWall(polygon: readonly Point[], a: Vec3, b: Vec3): boolean {
  const from: Point = [a[0], a[2]];
  if (!insidePolygon(polygon, from)) return false;
  const to: Point = [from[0] + (b[0] - from[0]) * SHORT_OF, from[1] + (b[2] - from[1]) * SHORT_OF];
  return polygon.some((corner, i) => crosses(from, to, corner, polygon[(i + 1) % polygon.length]!));
}

/** The last part of the way is not asked about: it may end in the wall's own face. */
const SHORT_OF = 0.97;

function crosses(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

export function inSight(boxes: readonly SolidBox[], from: Vec3, to: Vec3, except: string): boolean {
  return boxes.every((box) => box.node === except || !meets(box, from, to));
}
