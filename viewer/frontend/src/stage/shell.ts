/**
 * The room's shell seen from outside: a wall between the camera and the room is not drawn, nor is
 * the ceiling from above, so that the dollhouse stands open wherever one looks from.
 */
import { Box3, type Mesh, type Object3D, type Vector3 } from "three";

import type { Point } from "../model/showroom";
import { distanceToSegment } from "../plan/walk_area";

/** Parts nearer than this to a wall's line belong to it: thickness, frames, skirting. */
const WALL_REACH_M = 0.4;

export interface Part {
  readonly node: Object3D;
  readonly kind: "floor" | "ceiling" | "wall";
  /** Which edge of the polygon a wall part stands on. */
  readonly wall: number;
}

/** Sort the shell's meshes by where they are: names are a courtesy, positions are facts. */
export function shellParts(shell: Object3D, polygon: readonly Point[], height_m: number): Part[] {
  const parts: Part[] = [];
  shell.updateWorldMatrix(true, true);
  shell.traverse((node) => {
    if (!(node as Mesh).isMesh) return;
    const box = new Box3().setFromObject(node);
    if (box.isEmpty()) return;
    if (box.min.y > height_m - 0.05) parts.push({ node, kind: "ceiling", wall: -1 });
    else if (box.max.y < 0.03) parts.push({ node, kind: "floor", wall: -1 });
    else {
      const wall = wallOf(polygon, [(box.min.x + box.max.x) / 2, (box.min.z + box.max.z) / 2]);
      if (wall >= 0) parts.push({ node, kind: "wall", wall });
    }
  });
  return parts;
}

/** The wall within reach of a point on the plan, or -1. */
export function wallOf(polygon: readonly Point[], p: Point): number {
  let best = -1;
  let nearest = WALL_REACH_M;
  for (let i = 0; i < polygon.length; i++) {
    const d = distanceToSegment(polygon[i]!, polygon[(i + 1) % polygon.length]!, p);
    if (d < nearest) {
      nearest = d;
      best = i;
    }
  }
  return best;
}

/** Is the point on the outer side of wall i? Corners run so that the shoelace area is positive. */
export function isOutside(polygon: readonly Point[], wall: number, p: Point): boolean {
  const a = polygon[wall]!;
  const b = polygon[(wall + 1) % polygon.length]!;
  return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) < 0;
}

/** Show what the camera should see; true when anything changed. */
export function openShell(
  parts: readonly Part[],
  polygon: readonly Point[],
  camera: Vector3,
  height_m: number,
): boolean {
  const hiddenWalls = polygon.map((_, i) => isOutside(polygon, i, [camera.x, camera.z]));
  let changed = false;
  for (const part of parts) {
    const visible =
      part.kind === "floor" ||
      (part.kind === "ceiling" ? camera.y < height_m : !hiddenWalls[part.wall]);
    changed ||= part.node.visible !== visible;
    part.node.visible = visible;
  }
  return changed;
}
