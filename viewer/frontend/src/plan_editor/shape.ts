/** Drawing a floor plan: corners, walls and openings on a grid. Corners run so that the room lies left of its walls. */
import { onGrid } from "./snap";
import type { Opening, PlanRoom, Point } from "./plan";
import { wallFrame } from "./poses";

export const WALL_GRID_M = 0.25;
const SHORTEST_WALL_M = 0.3;
const SMALLEST_M2 = 1;
const LARGEST_M = 40;
const FROM_CORNER_M = 0.1;
const STRAIGHT_M = 1e-3;

export interface Shape {
  readonly polygon_m: readonly Point[];
  readonly openings: readonly Opening[];
}

/** Usual doors and windows; a sill at table height. */
export const NEW_OPENINGS: Record<Opening["kind"], Omit<Opening, "wall" | "offset_m">> = {
  door: { kind: "door", width_m: 0.9, sill_m: 0, height_m: 2.05 },
  window: { kind: "window", width_m: 1.4, sill_m: 0.9, height_m: 1.4 },
};

export function area_m2(polygon: readonly Point[]): number {
  return polygon.reduce((sum, [x, z], i) => {
    const [nx, nz] = polygon[(i + 1) % polygon.length]!;
    return sum + (x * nz - nx * z) / 2;
  }, 0);
}

/** Whether walls cross, a wall is too short, or nobody could live there. */
export function isRoom(polygon: readonly Point[]): boolean {
  const count = polygon.length;
  if (count < 3 || area_m2(polygon) < SMALLEST_M2) return false;
  const wall = (i: number): [Point, Point] => [polygon[i]!, polygon[(i + 1) % count]!];
  for (let i = 0; i < count; i++) {
    const [a, b] = wall(i);
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length < SHORTEST_WALL_M || length > LARGEST_M) return false;
    for (let k = i + 1; k < count; k++) {
      const neighbours = k === i + 1 || (i === 0 && k === count - 1);
      if (!neighbours && meet(...wall(i), ...wall(k))) return false;
    }
  }
  return true;
}

function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
}

/** Corners as drawn to a room's: the right way round, none on a straight wall. */
export function closed(drawn: readonly Point[]): Point[] {
  const ring = area_m2(drawn) < 0 ? [...drawn].reverse() : [...drawn];
  return ring.filter((p, i) => {
    const a = ring[(i + ring.length - 1) % ring.length]!;
    const b = ring[(i + 1) % ring.length]!;
    return Math.abs((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])) > STRAIGHT_M;
  });
}

export function rectangle(a: Point, b: Point): Point[] {
  const [x0, x1] = [Math.min(a[0], b[0]), Math.max(a[0], b[0])];
  const [z0, z1] = [Math.min(a[1], b[1]), Math.max(a[1], b[1])];
  return [[x0, z0], [x1, z0], [x1, z1], [x0, z1]];
}

/** Put a corner elsewhere; walls that ran along the axes go on doing so. */
export function withCorner(shape: Shape, corner: number, to: Point): Shape {
  const count = shape.polygon_m.length;
  const old = shape.polygon_m[corner]!;
  const polygon = shape.polygon_m.map((p): Point => p);
  polygon[corner] = to;
  for (const neighbour of [(corner + count - 1) % count, (corner + 1) % count]) {
    const [x, z] = shape.polygon_m[neighbour]!;
    const keepX = Math.abs(x - old[0]) < STRAIGHT_M;
    const keepZ = Math.abs(z - old[1]) < STRAIGHT_M;
    polygon[neighbour] = [keepX ? to[0] : x, keepZ ? to[1] : z];
  }
  return fitted({ ...shape, polygon_m: polygon });
}

/** Push a wall out (positive) or in by so much. */
export function withWallMoved(shape: Shape, wall: number, outward_m: number): Shape {
  const { inward } = wallFrame({ id: "", ...shape }, wall);
  const shift = (p: Point): Point => [p[0] - inward[0] * outward_m, p[1] - inward[1] * outward_m];
  const next = (wall + 1) % shape.polygon_m.length;
  return fitted({ ...shape, polygon_m: shape.polygon_m.map((p, i) => (i === wall || i === next ? shift(p) : p)) });
}

/** Give a wall another length; the wall after it moves along. */
export function withWallLength(shape: Shape, wall: number, length_m: number): Shape {
  const { along, length_m: old } = wallFrame({ id: "", ...shape }, wall);
  const by = length_m - old;
  const count = shape.polygon_m.length;
  const moving = new Set([(wall + 1) % count, (wall + 2) % count]);
  if (count === 3) moving.delete((wall + 2) % count);
  const polygon_m = shape.polygon_m.map((p, i): Point => (moving.has(i) ? [p[0] + along[0] * by, p[1] + along[1] * by] : p));
  return fitted({ ...shape, polygon_m });
}

/** A new corner in the middle of a wall, from which a niche or a bay is drawn. */
export function withNewCorner(shape: Shape, wall: number): Shape {
  const { a, b, length_m } = wallFrame({ id: "", ...shape }, wall);
  const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const polygon_m = [...shape.polygon_m.slice(0, wall + 1), middle, ...shape.polygon_m.slice(wall + 1)];
  const openings = shape.openings.map((opening) => {
    if (opening.wall < wall) return opening;
    if (opening.wall > wall) return { ...opening, wall: opening.wall + 1 };
    const second = opening.offset_m + opening.width_m / 2 > length_m / 2;
    return second ? { ...opening, wall: wall + 1, offset_m: opening.offset_m - length_m / 2 } : opening;
  });
  return fitted({ polygon_m, openings });
}

export function withoutCorner(shape: Shape, corner: number): Shape {
  const count = shape.polygon_m.length;
  const before = (corner + count - 1) % count;
  const openings = shape.openings
    .filter(({ wall }) => wall !== corner && wall !== before)
    .map((opening) => (opening.wall > corner ? { ...opening, wall: opening.wall - 1 } : opening));
  // Where corner 0 goes, the last wall becomes the one before the new first corner.
  return fitted({ polygon_m: shape.polygon_m.filter((_, i) => i !== corner), openings });
}

export function withOpening(shape: Shape, kind: Opening["kind"], wall: number, middle_m: number): Shape {
  const width_m = Math.min(NEW_OPENINGS[kind].width_m, wallFrame({ id: "", ...shape }, wall).length_m - 2 * FROM_CORNER_M);
  const opening = { ...NEW_OPENINGS[kind], width_m, wall, offset_m: middle_m - width_m / 2 };
  return withOpeningAt({ ...shape, openings: [...shape.openings, opening] }, shape.openings.length, opening.offset_m, width_m);
}

/** Slide an opening along its wall, or make it wider; it keeps clear of corners and of its neighbours. */
export function withOpeningAt(shape: Shape, index: number, offset_m: number, width_m: number): Shape {
  const own = shape.openings[index]!;
  const { length_m } = wallFrame({ id: "", ...shape }, own.wall);
  const width = Math.min(Math.max(0.4, width_m), length_m - 2 * FROM_CORNER_M);
  if (width < 0.3) return { ...shape, openings: shape.openings.filter((_, i) => i !== index) };
  const offset = Math.min(Math.max(FROM_CORNER_M, offset_m), length_m - FROM_CORNER_M - width);
  const next = { ...own, offset_m: round(offset), width_m: round(width) };
  const free = shape.openings.every(
    (other, i) =>
      i === index ||
      other.wall !== next.wall ||
      other.offset_m + other.width_m <= next.offset_m ||
      other.offset_m >= next.offset_m + next.width_m,
  );
  if (!free) return freePlace(shape, index, next);
  return { ...shape, openings: shape.openings.map((o, i) => (i === index ? next : o)) };
}

/** The nearest place on the wall that no other opening has; without the opening where there is none. */
function freePlace(shape: Shape, index: number, wanted: Opening): Shape {
  const { length_m } = wallFrame({ id: "", ...shape }, wanted.wall);
  const others = shape.openings.filter((o, i) => i !== index && o.wall === wanted.wall);
  const tries = others.flatMap((o) => [o.offset_m - wanted.width_m - 0.05, o.offset_m + o.width_m + 0.05]);
  const fits = tries.filter(
    (offset) =>
      offset >= FROM_CORNER_M - 1e-9 &&
      offset + wanted.width_m <= length_m - FROM_CORNER_M + 1e-9 &&
      others.every((o) => o.offset_m + o.width_m <= offset || o.offset_m >= offset + wanted.width_m),
  );
  fits.sort((a, b) => Math.abs(a - wanted.offset_m) - Math.abs(b - wanted.offset_m));
  const openings = shape.openings.filter((_, i) => i !== index || fits.length > 0);
  return {
    ...shape,
    openings: openings.map((o, i) => (i === index && fits.length > 0 ? { ...wanted, offset_m: round(fits[0]!) } : o)),
  };
}

/** Openings moved and narrowed to the walls that are left for them. */
function fitted(shape: Shape): Shape {
  const room: PlanRoom = { id: "", polygon_m: shape.polygon_m.map(([x, z]): Point => [round(x), round(z)]), openings: [] };
  const openings = shape.openings.flatMap((opening) => {
    const { length_m } = wallFrame(room, opening.wall);
    const width_m = Math.min(opening.width_m, length_m - 2 * FROM_CORNER_M);
    if (width_m < 0.3) return [];
    const offset_m = Math.min(Math.max(FROM_CORNER_M, opening.offset_m), length_m - FROM_CORNER_M - width_m);
    return [{ ...opening, offset_m: round(offset_m), width_m: round(width_m) }];
  });
  return { polygon_m: room.polygon_m, openings };
}

export const onWallGrid = (p: Point): Point => [onGrid(p[0], WALL_GRID_M), onGrid(p[1], WALL_GRID_M)];
const round = (value: number): number => Math.round(value * 1e3) / 1e3;
