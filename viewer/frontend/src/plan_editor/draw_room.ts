/** The rooms of a plan as an architect draws them: walls with thickness, door leaves, windows, a grid to draw on. */
import type { PlanRoom, Point } from "./plan";
import { wallFrame } from "./poses";
import { points, px, svg } from "./svg";

const WALL_M = 0.16;

export function drawRooms(rooms: readonly PlanRoom[]): SVGGElement {
  const walls = rooms.map(({ polygon_m }) =>
    svg("polygon", { class: "wall", points: points(polygon_m), "stroke-width": px(2 * WALL_M) }),
  );
  const gaps = rooms.flatMap((room) =>
    room.openings.map(({ kind, wall, offset_m, width_m }) => {
      const at = pointOn(room, wall);
      const ends = [at(offset_m, 0), at(offset_m + width_m, 0), at(offset_m + width_m, -WALL_M), at(offset_m, -WALL_M)];
      return svg("polygon", { class: kind === "door" ? "gap" : "glass", points: points(ends) });
    }),
  );
  const floors = rooms.map(({ polygon_m }) => svg("polygon", { class: "floor", points: points(polygon_m) }));
  return svg("g", { class: "rooms" }, ...walls, ...gaps, ...floors, ...rooms.flatMap(leaves));
}

/** Point `along` metres from a wall's first corner and `into` metres into the room. */
export function pointOn(room: PlanRoom, wall: number): (along: number, into: number) => Point {
  const { a, along, inward } = wallFrame(room, wall);
  return (s, t) => [a[0] + along[0] * s + inward[0] * t, a[1] + along[1] * s + inward[1] * t];
}

/** A door's leaf, open, and its swing; a passage has none. */
function leaves(room: PlanRoom): SVGElement[] {
  return room.openings
    .filter(({ kind, hinge }) => kind === "door" && hinge !== "none")
    .map(({ wall, offset_m, width_m, hinge }) => {
      const at = pointOn(room, wall);
      const end = hinge === "end";
      const [from, to] = end ? [offset_m + width_m, offset_m] : [offset_m, offset_m + width_m];
      const [hung, tip, far] = [at(from, 0), at(from, width_m), at(to, 0)];
      const text = (p: Point) => `${px(p[0]).toFixed(1)} ${px(p[1]).toFixed(1)}`;
      const radius = px(width_m).toFixed(1);
      return svg(
        "g",
        { class: "door" },
        svg("path", { class: "leaf", d: `M${text(hung)}L${text(tip)}` }),
        svg("path", { class: "swing", d: `M${text(tip)}A${radius} ${radius} 0 0 ${end ? 1 : 0} ${text(far)}` }),
      );
    });
}

/** Lines of the drawing grid around some corners. */
export function drawGrid(corners: readonly Point[], step_m: number): SVGGElement {
  const xs = corners.map(([x]) => x);
  const zs = corners.map(([, z]) => z);
  const reach = 3;
  const [x0, x1] = [Math.floor(Math.min(...xs)) - reach, Math.ceil(Math.max(...xs)) + reach];
  const [z0, z1] = [Math.floor(Math.min(...zs)) - reach, Math.ceil(Math.max(...zs)) + reach];
  const line = (from: Point, to: Point, whole: boolean) =>
    svg("path", { class: whole ? "grid metre" : "grid", d: `M${px(from[0])} ${px(from[1])}L${px(to[0])} ${px(to[1])}` });
  const group = svg("g", { class: "gridlines", "aria-hidden": "true" });
  for (let x = x0; x <= x1; x += step_m) group.append(line([x, z0], [x, z1], Number.isInteger(x)));
  for (let z = z0; z <= z1; z += step_m) group.append(line([x0, z], [x1, z], Number.isInteger(z)));
  return group;
}
