/** A line of the room as the camera sees it, in pixels. */
import { type PerspectiveCamera, Vector3 } from "three";

import type { Vec3 } from "../model/fields";

export type Pixel = readonly [x: number, y: number];

export interface ScreenLine {
  readonly from: Pixel;
  readonly to: Pixel;
  /** The middle of what lies within the picture; null when nothing does. */
  readonly middle: Pixel | null;
}

export function toPixel(point: Vec3, camera: PerspectiveCamera, width: number, height: number): Pixel | null {
  const seen = new Vector3(...point).applyMatrix4(camera.matrixWorldInverse);
  return seen.z > -camera.near ? null : pixelOf(seen, camera, width, height);
}

/** Null when all of it is behind the camera; what is partly behind is cut off. */
export function screenLine(a: Vec3, b: Vec3, camera: PerspectiveCamera, width: number, height: number): ScreenLine | null {
  const [from, to] = [a, b].map((p) => new Vector3(...p).applyMatrix4(camera.matrixWorldInverse)) as [Vector3, Vector3];
  const near = -camera.near;
  if (from.z > near && to.z > near) return null;
  const cut = (behind: Vector3, before: Vector3) => behind.lerp(before, (behind.z - near) / (behind.z - before.z));
  if (from.z > near) cut(from, to);
  else if (to.z > near) cut(to, from);
  const line = [from, to].map((p) => pixelOf(p, camera, width, height)) as [Pixel, Pixel];
  return { from: line[0], to: line[1], middle: middleWithin(line[0], line[1], width, height) };
}

function pixelOf(seen: Vector3, camera: PerspectiveCamera, width: number, height: number): Pixel {
  const p = seen.clone().applyMatrix4(camera.projectionMatrix);
  return [((p.x + 1) / 2) * width, ((1 - p.y) / 2) * height];
}

/** Liang and Barsky's clip, then the middle. */
function middleWithin(from: Pixel, to: Pixel, width: number, height: number): Pixel | null {
  let [enter, leave] = [0, 1];
  for (const [i, high] of [width, height].entries()) {
    const d = to[i]! - from[i]!;
    if (Math.abs(d) < 1e-9) {
      if (from[i]! < 0 || from[i]! > high) return null;
      continue;
    }
    const bounds = [-from[i]! / d, (high - from[i]!) / d];
    enter = Math.max(enter, Math.min(...bounds));
    leave = Math.min(leave, Math.max(...bounds));
  }
  if (enter > leave) return null;
  const share = (enter + leave) / 2;
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}
