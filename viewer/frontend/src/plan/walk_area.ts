/**
 * Where a visitor may stand: inside the room's polygon and outside the furniture's boxes, on the
 * floor plan (x, z) in metres. Nothing here knows three.js.
 */
import type { Placement, Point, Product } from "../model/showroom";

/** Half a visitor's shoulder width, and lower pieces (rugs) that one steps over. */
export const VISITOR_RADIUS_M = 0.2;
const STEP_OVER_M = 0.12;
const HEAD_ROOM_M = 1.7;

/** A piece's footprint: a rectangle turned by `yaw_rad` (right-handed about +Y). */
export interface Box {
  readonly centre: Point;
  readonly half: Point;
  readonly yaw_rad: number;
}

export interface WalkArea {
  readonly polygon: readonly Point[];
  readonly boxes: readonly Box[];
}

export function walkArea(polygon: readonly Point[], products: readonly Product[]): WalkArea {
  const boxes: Box[] = [];
  for (const product of products) {
    for (const placement of product.placements) {
      const bottom = placement.position_m[1];
      const blocks = product.size_m[1] > STEP_OVER_M && bottom < HEAD_ROOM_M;
      if (blocks) boxes.push(footprint(product, placement));
    }
  }
  return { polygon, boxes };
}

export function footprint(product: Product, placement: Placement): Box {
  return {
    centre: [placement.position_m[0], placement.position_m[2]],
    half: [product.size_m[0] / 2, product.size_m[2] / 2],
    yaw_rad: placement.yaw_rad,
  };
}

/** Room point to the box's own frame. */
export function toBox(box: Box, p: Point): Point {
  const dx = p[0] - box.centre[0];
  const dz = p[1] - box.centre[1];
  const cos = Math.cos(box.yaw_rad);
  const sin = Math.sin(box.yaw_rad);
  return [dx * cos - dz * sin, dx * sin + dz * cos];
}

/** Distance from a point to a box's outside; 0 inside. */
export function distanceToBox(box: Box, p: Point): number {
  const [x, z] = toBox(box, p);
  return Math.hypot(Math.max(Math.abs(x) - box.half[0], 0), Math.max(Math.abs(z) - box.half[1], 0));
}

export function insidePolygon(polygon: readonly Point[], p: Point): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [xi, zi] = polygon[i]!;
    const [xj, zj] = polygon[j]!;
    if (zi > p[1] !== zj > p[1] && p[0] < ((xj - xi) * (p[1] - zi)) / (zj - zi) + xi)
      inside = !inside;
  }
  return inside;
}

/** Distance from a point to the segment a-b. */
export function distanceToSegment(a: Point, b: Point, p: Point): number {
  const dx = b[0] - a[0];
  const dz = b[1] - a[1];
  const length2 = dx * dx + dz * dz;
  const t = length2 === 0 ? 0 : ((p[0] - a[0]) * dx + (p[1] - a[1]) * dz) / length2;
  const s = Math.min(1, Math.max(0, t));
  return Math.hypot(p[0] - a[0] - s * dx, p[1] - a[1] - s * dz);
}

export function isFree(area: WalkArea, p: Point, radius_m = VISITOR_RADIUS_M): boolean {
  if (!insidePolygon(area.polygon, p)) return false;
  for (let i = 0; i < area.polygon.length; i++) {
    const a = area.polygon[i]!;
    const b = area.polygon[(i + 1) % area.polygon.length]!;
    if (distanceToSegment(a, b, p) < radius_m) return false;
  }
  return area.boxes.every((box) => distanceToBox(box, p) >= radius_m);
}

/** The free point nearest to `p`, searched in rings of 5 cm; `p` itself when the room is full. */
export function nearestFree(area: WalkArea, p: Point): Point {
  if (isFree(area, p)) return p;
  // From far outside, begin at the room's edge: the rings reach 5 m.
  const { min, max } = bounds(area.polygon);
  const from: Point = [Math.min(Math.max(p[0], min[0]), max[0]), Math.min(Math.max(p[1], min[1]), max[1])];
  for (let ring = 1; ring <= 100; ring++) {
    const r = ring * 0.05;
    const steps = Math.max(8, ring * 6);
    for (let i = 0; i < steps; i++) {
      const angle = (2 * Math.PI * i) / steps;
      const q: Point = [from[0] + r * Math.cos(angle), from[1] + r * Math.sin(angle)];
      if (isFree(area, q)) return q;
    }
  }
  return p;
}

/** Walk from `from` by (dx, dz): in steps of 5 cm, sliding along whatever is met. */
export function slide(area: WalkArea, from: Point, dx: number, dz: number): Point {
  const steps = Math.max(1, Math.ceil(Math.hypot(dx, dz) / 0.05));
  const sx = dx / steps;
  const sz = dz / steps;
  let here = from;
  for (let i = 0; i < steps; i++) {
    const tries: Point[] = [
      [here[0] + sx, here[1] + sz],
      [here[0] + sx, here[1]],
      [here[0], here[1] + sz],
    ];
    const next = tries.find((q) => (q[0] !== here[0] || q[1] !== here[1]) && isFree(area, q));
    if (!next) break;
    here = next;
  }
  return here;
}

export function bounds(polygon: readonly Point[]): { min: Point; max: Point } {
  const xs = polygon.map((p) => p[0]);
  const zs = polygon.map((p) => p[1]);
  return { min: [Math.min(...xs), Math.min(...zs)], max: [Math.max(...xs), Math.max(...zs)] };
}
