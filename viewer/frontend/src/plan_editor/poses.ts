/** Where pieces stand and what that does: boxes on the plan, what rides along, what meets what. Plain numbers only. */
import { type Box, distanceToSegment, insidePolygon, toBox } from "../plan/walk_area";
import type { PlanFault, PlanPiece, PlanRoom, Point } from "./plan";

/** So far into each other, or over a wall, still counts as touching. */
const TOUCH_M = 0.02;
const TOP_M = 0.02;
/** Higher than this a thing is above a person's way through a door. */
const DOOR_M = 2.0;

export function boxOf(piece: PlanPiece): Box {
  return { centre: [piece.x_m, piece.z_m], half: [piece.size_m[0] / 2, piece.size_m[2] / 2], yaw_rad: piece.yaw_rad };
}

/** Corners of a box on the plan, in order around it: back left first, as seen from its front. */
export function corners(box: Box): [Point, Point, Point, Point] {
  const [cos, sin] = [Math.cos(box.yaw_rad), Math.sin(box.yaw_rad)];
  const at = (x: number, z: number): Point => [
    box.centre[0] + x * box.half[0] * cos + z * box.half[1] * sin,
    box.centre[1] - x * box.half[0] * sin + z * box.half[1] * cos,
  ];
  return [at(-1, -1), at(1, -1), at(1, 1), at(-1, 1)];
}

export function turned(yaw_rad: number): number {
  return Math.atan2(Math.sin(yaw_rad), Math.cos(yaw_rad));
}

/** How deep two boxes are in each other along the axis that parts them most; negative when apart. */
export function overlap_m(a: Box, b: Box): number {
  let depth = Infinity;
  for (const box of [a, b]) {
    const [cos, sin] = [Math.cos(box.yaw_rad), Math.sin(box.yaw_rad)];
    for (const [nx, nz] of [[cos, -sin], [sin, cos]] as const) {
      const spans = [a, b].map((one) => {
        const along = corners(one).map(([x, z]) => x * nx + z * nz);
        return [Math.min(...along), Math.max(...along)] as const;
      });
      depth = Math.min(depth, Math.min(spans[0]![1], spans[1]![1]) - Math.max(spans[0]![0], spans[1]![0]));
    }
  }
  return depth;
}

/** What stands on a piece and goes with it. */
export function riders(pieces: readonly PlanPiece[], host: PlanPiece): PlanPiece[] {
  const box = boxOf(host);
  return pieces.filter((piece) => {
    if (piece.id === host.id || piece.mount !== "top") return false;
    const [x, z] = toBox(box, [piece.x_m, piece.z_m]);
    const on = piece.y_m > TOP_M && piece.y_m <= host.y_m + host.size_m[1] + TOP_M;
    return on && Math.abs(x) <= box.half[0] && Math.abs(z) <= box.half[1];
  });
}

/** Height of the highest top under a place that a thing for tables may stand on; 0 on the floor. */
export function topUnder(pieces: readonly PlanPiece[], thing: PlanPiece, at: Point): number {
  const tops = pieces.filter((piece) => {
    const [x, z] = toBox(boxOf(piece), at);
    const fits = thing.size_m[0] <= piece.size_m[0] && thing.size_m[2] <= piece.size_m[2];
    const over = Math.abs(x) <= piece.size_m[0] / 2 && Math.abs(z) <= piece.size_m[2] / 2;
    return piece.id !== thing.id && piece.top && fits && over;
  });
  return Math.max(0, ...tops.map((piece) => piece.size_m[1]));
}

/** All pieces after one was put somewhere, as Python will have them: what stands on it comes along. */
export function withPose(pieces: readonly PlanPiece[], id: string, x_m: number, z_m: number, yaw_rad: number): PlanPiece[] {
  const old = pieces.find((piece) => piece.id === id);
  if (!old) return [...pieces];
  const along = new Set(riders(pieces, old).map((piece) => piece.id));
  const others = pieces.filter((piece) => !along.has(piece.id));
  const y_m = old.mount === "top" ? topUnder(others, old, [x_m, z_m]) : old.y_m;
  const turn = yaw_rad - old.yaw_rad;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return pieces.map((piece) => {
    if (piece.id === id) return { ...piece, x_m, y_m, z_m, yaw_rad: turned(yaw_rad) };
    if (!along.has(piece.id)) return piece;
    const [dx, dz] = [piece.x_m - old.x_m, piece.z_m - old.z_m];
    return {
      ...piece,
      x_m: x_m + dx * cos + dz * sin,
      z_m: z_m - dx * sin + dz * cos,
      yaw_rad: turned(piece.yaw_rad + turn),
    };
  });
}

/** Direction along a wall and into the room (positive area: the room lies to the left of its walls). */
export function wallFrame(room: PlanRoom, wall: number): { a: Point; b: Point; along: Point; inward: Point; length_m: number } {
  const a = room.polygon_m[wall]!;
  const b = room.polygon_m[(wall + 1) % room.polygon_m.length]!;
  const length_m = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const along: Point = [(b[0] - a[0]) / length_m, (b[1] - a[1]) / length_m];
  return { a, b, along, inward: [-along[1], along[0]], length_m };
}

function inRoom(rooms: readonly PlanRoom[], box: Box): boolean {
  return rooms.some((room) =>
    corners(box).every(
      (p) =>
        insidePolygon(room.polygon_m, p) ||
        room.polygon_m.some((a, i) => distanceToSegment(a, room.polygon_m[(i + 1) % room.polygon_m.length]!, p) <= TOUCH_M),
    ),
  );
}

/** The floor that a door needs, as deep as it is wide. */
function doorways(rooms: readonly PlanRoom[]): Box[] {
  return rooms.flatMap((room) =>
    room.openings
      .filter(({ kind }) => kind === "door")
      .map((door) => {
        const { a, along, inward } = wallFrame(room, door.wall);
        const middle = door.offset_m + door.width_m / 2;
        const centre = (i: 0 | 1) => a[i] + along[i] * middle + (inward[i] * door.width_m) / 2;
        const half: Point = [door.width_m / 2, door.width_m / 2];
        return { centre: [centre(0), centre(1)], half, yaw_rad: Math.atan2(inward[0], inward[1]) };
      }),
  );
}

/** The gravest faults of one piece at once, while it is dragged; Python judges by all rules afterwards. */
export function quickFaults(rooms: readonly PlanRoom[], pieces: readonly PlanPiece[], id: string): PlanFault[] {
  const piece = pieces.find((one) => one.id === id);
  if (!piece) return [];
  const box = boxOf(piece);
  const found: PlanFault[] = [];
  const fault = (rule: string, other = "") => found.push({ id, rule, other, serious: true });
  if (!inRoom(rooms, box)) fault("inside");
  for (const other of pieces) {
    if (other.id === id) continue;
    if ((piece.mount === "covering") !== (other.mount === "covering")) continue;
    const low = Math.max(piece.y_m, other.y_m);
    const high = Math.min(piece.y_m + piece.size_m[1], other.y_m + other.size_m[1]);
    if (high - low > TOUCH_M && overlap_m(box, boxOf(other)) > TOUCH_M) fault("no_collision", other.id);
  }
  const walked = piece.mount !== "covering" && piece.y_m < DOOR_M;
  if (walked && doorways(rooms).some((zone) => overlap_m(box, zone) > TOUCH_M)) fault("doors_free");
  return found;
}
