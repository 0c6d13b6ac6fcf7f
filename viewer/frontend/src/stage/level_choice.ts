/**
 * Which of a product's files should be drawn, from how large it is on screen. Nothing here knows
 * three.js. Distances in the files are told for a reference picture, so they are compared with the
 * distance from which that picture would show the product as large as this one does.
 */
import type { Level } from "../model/showroom";

/** The picture that `enough_from_m` is told for: 1080 pixels high, 60 degrees. */
const REFERENCE_HEIGHT_PX = 1080;
const REFERENCE_HALF_FOV_RAD = Math.PI / 6;

/** A level is kept until the distance is this far past its bound, so that a step to and fro changes nothing. */
const FINER_BELOW = 0.9;
const COARSER_ABOVE = 1.1;

export function referenceDistance(distance_m: number, fov_rad: number, height_px: number): number {
  return distance_m * (Math.tan(fov_rad / 2) / Math.tan(REFERENCE_HALF_FOV_RAD)) * (REFERENCE_HEIGHT_PX / height_px);
}

/** Index of the level to show (0 is the finest) at a reference distance, while `shown` is shown. */
export function wantedLevel(levels: readonly Level[], distance_m: number, shown: number | null): number {
  for (let i = levels.length - 1; i > 0; i--) {
    const slack = shown === null ? 1 : i > shown ? COARSER_ABOVE : FINER_BELOW;
    if (distance_m >= levels[i]!.enough_from_m * slack) return i;
  }
  return 0;
}

export interface Wish {
  readonly levels: readonly Level[];
  readonly distance_m: number;
  readonly wanted: number;
}

/** The wanted levels, made coarser from the farthest piece inwards until all triangles fit; step by step. */
export function withinBudget(wishes: readonly Wish[], triangles: number): number[] {
  const given = wishes.map((wish) => wish.wanted);
  const weight = (i: number) => wishes[i]!.levels[given[i]!]?.triangles ?? 0;
  let total = given.reduce((sum, _, i) => sum + weight(i), 0);
  const inwards = wishes.map((_, i) => i).sort((a, b) => wishes[b]!.distance_m - wishes[a]!.distance_m);
  let changed = true;
  while (total > triangles && changed) {
    changed = false;
    for (const i of inwards) {
      if (total <= triangles) break;
      if (given[i]! + 1 >= wishes[i]!.levels.length) continue;
      total -= weight(i);
      given[i] = given[i]! + 1;
      total += weight(i);
      changed = true;
    }
  }
  return given;
}
