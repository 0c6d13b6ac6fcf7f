/** Furniture moved in the plan: the same showroom with other places. Nothing here knows three.js. */
import { distanceToBox, footprint, toBox } from "../plan/walk_area";
import { list, number, object, text, type Vec3, vec3 } from "./fields";
import type { Placement, Product } from "./product";
import type { Showroom } from "./showroom";

/** Where a node of the scene now stands; room frame, metres, `yaw_rad` right-handed about +Y, 0 faces +Z. */
export interface Move {
  readonly node: string;
  readonly position_m: Vec3;
  readonly yaw_rad: number;
}

export interface Moved {
  readonly showroom: Showroom;
  readonly moves: readonly Move[];
  readonly unknown: readonly string[];
}

/** Read a list of moves; throws a `FormatError` that names the field. */
export function readMoves(value: unknown): Move[] {
  return list(value, "placements").map((one, i) => {
    const field = `placements[${i}]`;
    const { node, position_m, yaw_rad } = object(one, field);
    return {
      node: text(node, `${field}.node`),
      position_m: vec3(position_m, `${field}.position_m`),
      yaw_rad: number(yaw_rad, `${field}.yaw_rad`),
    };
  });
}

/** The showroom after the moves; those that move something; and the nodes that it does not have. */
export function moved(showroom: Showroom, moves: readonly Move[]): Moved {
  const before = new Map(showroom.products.flatMap(({ placements }) => placements.map((place) => [place.node, place])));
  const real = moves.filter((move) => {
    const place = before.get(move.node);
    return place !== undefined && !sameNumbers([...place.position_m, place.yaw_rad], [...move.position_m, move.yaw_rad]);
  });
  const wanted = new Map(real.map((move) => [move.node, move]));
  const products = showroom.products.map((product) => ({
    ...product,
    placements: product.placements.map((placement) => {
      const move = wanted.get(placement.node);
      return move ? { ...placement, position_m: move.position_m, yaw_rad: move.yaw_rad } : placement;
    }),
  }));
  const unknown = moves.map(({ node }) => node).filter((node) => !before.has(node));
  return { showroom: { ...showroom, products }, moves: real, unknown };
}

/** Files and plans round differently: less than this is no move. */
const SAME = 1e-4;

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, i) => Math.abs(value - b[i]!) < SAME);
}

/** A thing that is not for sale and goes where its furniture goes. */
export interface Filler {
  readonly node: string;
  readonly position_m: Vec3;
}

/** Lower than this a filler lies on the floor, as a rug does. */
const LIES_BELOW_M = 0.05;
/** A rug lies under the piece that stands this near to its middle. */
const UNDER_M = 0.35;
const SLACK_M = 0.03;

/** Node of the piece that carries a filler, or stands on it; null for what stands by itself. */
export function carrier(filler: Filler, products: readonly Product[]): string | null {
  const at = [filler.position_m[0], filler.position_m[2]] as const;
  let best: string | null = null;
  let highest_m = -1;
  for (const product of products)
    for (const placement of product.placements) {
      const box = footprint(product, placement);
      if (filler.position_m[1] < LIES_BELOW_M) {
        const [x, z] = toBox(box, at);
        if (Math.hypot(x, z) < UNDER_M && product.size_m[1] > LIES_BELOW_M) return placement.node;
        continue;
      }
      const bottom_m = placement.position_m[1];
      const y_m = filler.position_m[1];
      // It lies within the piece's height: on a sofa's seat, on a table's top, but not on the rug below them.
      const within = bottom_m <= y_m + SLACK_M && bottom_m + product.size_m[1] >= y_m - SLACK_M;
      if (!within || distanceToBox(box, at) > SLACK_M || bottom_m <= highest_m) continue;
      best = placement.node;
      highest_m = bottom_m;
    }
  return best;
}

/** Where a point goes when its piece moves from one place to another: the turn and the shift of the piece. */
export function carried(point: Vec3, from: Placement, to: Move): { position_m: Vec3; turn_rad: number } {
  const turn_rad = to.yaw_rad - from.yaw_rad;
  const [dx, dy, dz] = [0, 1, 2].map((i) => point[i]! - from.position_m[i]!) as [number, number, number];
  const [cos, sin] = [Math.cos(turn_rad), Math.sin(turn_rad)];
  const [x, y, z] = to.position_m;
  return { position_m: [x + dx * cos + dz * sin, y + dy, z - dx * sin + dz * cos], turn_rad };
}
