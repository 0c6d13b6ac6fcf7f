/** Whether a straight line is blocked by furniture, on boxes: quick enough for every picture. */
import type { Vec3 } from "../model/showroom";
import { type Box, toBox } from "./walk_area";

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

export function inSight(boxes: readonly SolidBox[], from: Vec3, to: Vec3, except: string): boolean {
  return boxes.every((box) => box.node === except || !meets(box, from, to));
}
