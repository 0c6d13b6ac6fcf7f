/** What the plan editor is told: rooms, pieces and faults, checked field by field; room frame, metres, plans are (x, z). */
import { FormatError, list, number, object, text, textOrNull, vec3 } from "../model/fields";
import type { Vec3 } from "../model/fields";
import type { Opening as ShownOpening, Point } from "../model/showroom";

export type { Point, Vec3 };

export interface Opening extends ShownOpening {
  /** Which edge a door's leaf turns on; "none" for a passage. */
  readonly hinge?: string;
  readonly leads_to?: string | null;
}

/** How a piece is held up. */
export type Mount = "floor" | "top" | "wall" | "ceiling" | "covering";
const MOUNTS: readonly string[] = ["floor", "top", "wall", "ceiling", "covering"];

export interface PlanRoom {
  readonly id: string;
  readonly polygon_m: readonly Point[];
  readonly openings: readonly Opening[];
}

export interface Pose {
  readonly x_m: number;
  readonly y_m: number;
  readonly z_m: number;
  /** Right-handed about +Y: 0 faces +Z, down on the plan. */
  readonly yaw_rad: number;
}

export interface PlanPiece extends Pose {
  readonly id: string;
  readonly name: string;
  /** Width (x), height (y), depth (z). */
  readonly size_m: Vec3;
  readonly mount: Mount;
  /** Whether things may stand on it. */
  readonly top: boolean;
  readonly locked: boolean;
  /** The layout's drawing of it, SVG of 100 px a metre around its middle; our own, never a merchant's text. */
  readonly symbol: string;
}

export interface PlanFault {
  readonly id: string;
  readonly rule: string;
  readonly other: string;
  readonly serious: boolean;
}

export interface Plan {
  /** Which of this element's gestures Python has taken in: the element's own name and a count. */
  readonly ack: readonly [mount: string, n: number] | null;
  readonly rooms: readonly PlanRoom[];
  readonly pieces: readonly PlanPiece[];
  readonly faults: readonly PlanFault[];
  /** Whether walls may be drawn; a house's follow from its rooms' areas. */
  readonly drawable: boolean;
}

function opening(value: unknown, field: string): Opening {
  const o = object(value, field);
  const kind = text(o.kind, `${field}.kind`);
  if (kind !== "door" && kind !== "window") throw new FormatError(`${field}.kind`, '"door" or "window"', kind);
  return {
    kind,
    wall: number(o.wall, `${field}.wall`),
    offset_m: number(o.offset_m, `${field}.offset_m`),
    width_m: number(o.width_m, `${field}.width_m`),
    sill_m: number(o.sill_m, `${field}.sill_m`),
    height_m: number(o.height_m, `${field}.height_m`),
    // Which way a door turns, and where it leads, is kept though the editor does not change it.
    ...(o.hinge === undefined ? {} : { hinge: text(o.hinge, `${field}.hinge`) }),
    ...(o.leads_to === undefined ? {} : { leads_to: textOrNull(o.leads_to, `${field}.leads_to`) }),
  };
}

function room(value: unknown, field: string): PlanRoom {
  const r = object(value, field);
  return {
    id: text(r.id, `${field}.id`),
    polygon_m: list(r.polygon_m, `${field}.polygon_m`).map((pair, i): Point => {
      const [x, z] = list(pair, `${field}.polygon_m[${i}]`);
      return [number(x, `${field}.polygon_m[${i}][0]`), number(z, `${field}.polygon_m[${i}][1]`)];
    }),
    openings: list(r.openings, `${field}.openings`).map((o, i) => opening(o, `${field}.openings[${i}]`)),
  };
}

function piece(value: unknown, field: string): PlanPiece {
  const p = object(value, field);
  const mount = text(p.mount, `${field}.mount`);
  if (!MOUNTS.includes(mount)) throw new FormatError(`${field}.mount`, MOUNTS.join(", "), mount);
  const [x_m, y_m, z_m] = vec3(p.position_m, `${field}.position_m`);
  return {
    id: text(p.id, `${field}.id`),
    name: text(p.name, `${field}.name`),
    size_m: vec3(p.size_m, `${field}.size_m`),
    x_m,
    y_m,
    z_m,
    yaw_rad: number(p.yaw_rad, `${field}.yaw_rad`),
    mount: mount as Mount,
    top: p.top === true,
    locked: p.locked === true,
    symbol: text(p.symbol, `${field}.symbol`),
  };
}

/** Read the attribute `plan`; throws a FormatError that names the field. */
export function readPlan(json: string): Plan {
  const plan = object(JSON.parse(json), "plan");
  const ack = plan.ack === null || plan.ack === undefined ? null : list(plan.ack, "ack");
  return {
    ack: ack && [text(ack[0], "ack[0]"), number(ack[1], "ack[1]")],
    rooms: list(plan.rooms, "rooms").map((r, i) => room(r, `rooms[${i}]`)),
    pieces: list(plan.pieces, "pieces").map((p, i) => piece(p, `pieces[${i}]`)),
    faults: list(plan.faults, "faults").map((value, i) => {
      const f = object(value, `faults[${i}]`);
      return {
        id: text(f.id, `faults[${i}].id`),
        rule: text(f.rule, `faults[${i}].rule`),
        other: text(f.other, `faults[${i}].other`),
        serious: f.serious === true,
      };
    }),
    drawable: plan.drawable === true,
  };
}
