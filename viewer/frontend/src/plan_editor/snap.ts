/** Where a dragged piece goes: to a wall or to the edge of a neighbour when near, else on a grid of 5 cm. */
import { boxOf, corners, turned, wallFrame } from "./poses";
import type { PlanPiece, PlanRoom, Point } from "./plan";

export const GRID_M = 0.05;
/** Nearer than this a wall or an edge draws the piece to itself. */
const REACH_M = 0.12;
/** Turned no further than this from it, a piece gets its back exactly to the wall. */
const NEARLY_RAD = (20 * Math.PI) / 180;
const QUARTER = Math.PI / 2;

export interface Snapped {
  readonly x_m: number;
  readonly z_m: number;
  readonly yaw_rad: number;
  /** Lines that it was drawn to, for the eye. */
  readonly guides: readonly (readonly [Point, Point])[];
}

export const onGrid = (value: number, step = GRID_M): number => Math.round(value / step) * step;

export function snapped(rooms: readonly PlanRoom[], pieces: readonly PlanPiece[], moving: PlanPiece, to: Point): Snapped {
  const guides: [Point, Point][] = [];
  let yaw_rad = moving.yaw_rad;
  let at: Point = to;
  const shifted: { direction: Point }[] = [];
  const here = () => ({ ...moving, x_m: at[0], z_m: at[1], yaw_rad });

  const near = walls(rooms)
    .map((wall) => ({ wall, gap: gapTo(wall, here()) }))
    .filter(({ wall, gap }) => Math.abs(gap) < REACH_M && beside(wall, at))
    .sort((a, b) => Math.abs(a.gap) - Math.abs(b.gap));
  for (const { wall } of near) {
    if (shifted.some(({ direction }) => Math.abs(dot(direction, wall.inward)) > 0.1)) continue;
    if (shifted.length === 0) yaw_rad = straightened(yaw_rad, wall.inward);
    const gap = gapTo(wall, here());
    at = [at[0] - wall.inward[0] * gap, at[1] - wall.inward[1] * gap];
    shifted.push({ direction: wall.inward });
    guides.push([wall.a, wall.b]);
  }
  if (shifted.length < 2) {
    const free: Point[] = shifted.length === 0 ? [[1, 0], [0, 1]] : [perpendicular(shifted[0]!.direction)];
    for (const direction of free) {
      const edge = nearestEdge(pieces, here(), direction);
      if (edge) {
        at = [at[0] + direction[0] * edge.shift_m, at[1] + direction[1] * edge.shift_m];
        guides.push(edge.guide);
      } else {
        const along = dot(at, direction);
        const shift = onGrid(along) - along;
        at = [at[0] + direction[0] * shift, at[1] + direction[1] * shift];
      }
    }
  }
  return { x_m: round(at[0]), z_m: round(at[1]), yaw_rad, guides };
}

/** A turn by the handle: quarter turns draw it, else steps of 15 degrees; free with `fine`. */
export function snappedYaw(yaw_rad: number, fine: boolean): number {
  const step = fine ? Math.PI / 180 : Math.PI / 12;
  return turned(Math.round(yaw_rad / step) * step);
}

interface WallLine {
  readonly a: Point;
  readonly b: Point;
  readonly along: Point;
  readonly inward: Point;
  readonly length_m: number;
}

const walls = (rooms: readonly PlanRoom[]): WallLine[] =>
  rooms.flatMap((room) => room.polygon_m.map((_, i) => wallFrame(room, i)));

/** From the wall's face to the nearest corner of the piece; negative inside of the wall. */
function gapTo(wall: WallLine, piece: PlanPiece): number {
  return Math.min(...corners(boxOf(piece)).map((p) => dot([p[0] - wall.a[0], p[1] - wall.a[1]], wall.inward)));
}

function beside(wall: WallLine, at: Point): boolean {
  const along = dot([at[0] - wall.a[0], at[1] - wall.a[1]], wall.along);
  return along > 0 && along < wall.length_m;
}

function straightened(yaw_rad: number, inward: Point): number {
  const off = turned(yaw_rad - Math.atan2(inward[0], inward[1]));
  const rest = off - Math.round(off / QUARTER) * QUARTER;
  return Math.abs(rest) < NEARLY_RAD ? turned(yaw_rad - rest) : yaw_rad;
}

/** The smallest shift along a direction that lines an edge, or the middle, up with a neighbour's. */
function nearestEdge(
  pieces: readonly PlanPiece[],
  moving: PlanPiece,
  direction: Point,
): { shift_m: number; guide: [Point, Point] } | null {
  const own = span(moving, direction);
  let best: { shift_m: number; guide: [Point, Point] } | null = null;
  for (const other of pieces) {
    if (other.id === moving.id || other.mount === "covering") continue;
    if (Math.hypot(other.x_m - moving.x_m, other.z_m - moving.z_m) > 2.5) continue;
    const theirs = span(other, direction);
    const pairs: [number, number][] = [
      [own.low, theirs.high],
      [own.high, theirs.low],
      [own.low, theirs.low],
      [own.high, theirs.high],
      [own.middle, theirs.middle],
    ];
    for (const [mine, goal] of pairs) {
      const shift_m = goal - mine;
      // Only half as far as walls draw: a room has many edges, and the grid has its use.
      if (Math.abs(shift_m) < REACH_M / 2 && (!best || Math.abs(shift_m) < Math.abs(best.shift_m)))
        best = { shift_m, guide: line(other, moving, direction, goal) };
    }
  }
  return best;
}

function span(piece: PlanPiece, direction: Point): { low: number; high: number; middle: number } {
  const along = corners(boxOf(piece)).map((p) => dot(p, direction));
  const [low, high] = [Math.min(...along), Math.max(...along)];
  return { low, high, middle: (low + high) / 2 };
}

function line(a: PlanPiece, b: PlanPiece, direction: Point, at: number): [Point, Point] {
  const across = perpendicular(direction);
  const ends = [a, b].flatMap((piece) => {
    const { low, high } = span(piece, across);
    return [low, high];
  });
  const point = (t: number): Point => [direction[0] * at + across[0] * t, direction[1] * at + across[1] * t];
  return [point(Math.min(...ends)), point(Math.max(...ends))];
}

const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1];
const perpendicular = (d: Point): Point => [-d[1], d[0]];
const round = (value: number): number => Math.round(value * 1e4) / 1e4;
