/** Points that a measurement means: a corner or an edge of the room near the one that was touched. Nothing here knows three.js. */
import type { Vec3 } from "../model/fields";
import type { Room } from "../model/showroom";

export type Edge = readonly [Vec3, Vec3];
/** Where a point of the room is on screen, in pixels; null behind the camera. */
export type ToScreen = (point: Vec3) => readonly [x: number, y: number] | null;

/** What is farther than this from the touched point only looks near to it. */
const REACH_M = 0.4;
/** A corner draws from farther than an edge, so that it can be met at all. */
const CORNER_FIRST = 1.5;

/** The lines along floor, ceiling and upright corners, and around doors and windows. */
export function roomEdges({ polygon_m, height_m, openings }: Room): Edge[] {
  const edges: Edge[] = [];
  polygon_m.forEach(([x, z], i) => {
    const [nextX, nextZ] = polygon_m[(i + 1) % polygon_m.length]!;
    edges.push([[x, 0, z], [nextX, 0, nextZ]], [[x, height_m, z], [nextX, height_m, nextZ]], [[x, 0, z], [x, height_m, z]]);
  });
  for (const { wall, offset_m, width_m, sill_m, height_m: tall_m } of openings) {
    const from = polygon_m[wall];
    const to = polygon_m[(wall + 1) % polygon_m.length];
    if (!from || !to) continue;
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const at = (along_m: number, y_m: number): Vec3 => [
      from[0] + ((to[0] - from[0]) / length) * along_m,
      y_m,
      from[1] + ((to[1] - from[1]) / length) * along_m,
    ];
    const [left, right, top] = [offset_m, offset_m + width_m, sill_m + tall_m];
    const ring = [at(left, sill_m), at(right, sill_m), at(right, top), at(left, top)];
    ring.forEach((corner, i) => edges.push([corner, ring[(i + 1) % 4]!]));
  }
  return edges;
}

/** The corner, or the edge's point, that is meant by touching `hit`; `hit` itself where none is near on screen. */
export function snapped(hit: Vec3, edges: readonly Edge[], toScreen: ToScreen, within_px: number): Vec3 {
  const cursor = toScreen(hit);
  if (!cursor) return hit;
  const away_px = (point: Vec3): number => {
    const seen = distance(point, hit) <= REACH_M ? toScreen(point) : null;
    return seen ? Math.hypot(seen[0] - cursor[0], seen[1] - cursor[1]) : Infinity;
  };
  const nearest = (points: readonly Vec3[], limit_px: number): Vec3 | null => {
    let [best, least]: [Vec3 | null, number] = [null, limit_px];
    for (const point of points) {
      const px = away_px(point);
      if (px <= least) [best, least] = [point, px];
    }
    return best;
  };
  const corner = nearest(edges.flat(), within_px * CORNER_FIRST);
  return corner ?? nearest(edges.map((edge) => onEdge(edge, hit)), within_px) ?? hit;
}

function onEdge([a, b]: Edge, p: Vec3): Vec3 {
  const along = [b[0] - a[0], b[1] - a[1], b[2] - a[2]] as const;
  const length2 = along[0] ** 2 + along[1] ** 2 + along[2] ** 2;
  const share = along.reduce((sum, d, i) => sum + d * (p[i]! - a[i]!), 0) / (length2 || 1);
  const s = Math.min(1, Math.max(0, share));
  return [a[0] + along[0] * s, a[1] + along[1] * s, a[2] + along[2] * s];
}

export function distance(a: Vec3, b: Vec3): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
