/** What `showroom.json` says, checked field by field: room frame, metres, +Y up, plans are (x, z). */
import { readTour, type Tour } from "../tour/read_tour";
import { FormatError, list, number, object, text, textOrNull, vec3 } from "./fields";
import type { Vec3 } from "./fields";
import { type Product, readProduct } from "./product";

export { FormatError };
export type { Ar, Level, Placement, Price, Product, Variant } from "./product";

export type Point = readonly [x_m: number, z_m: number];
export type { Vec3 } from "./fields";

export interface Opening {
  readonly kind: "door" | "window";
  readonly wall: number;
  readonly offset_m: number;
  readonly width_m: number;
  readonly sill_m: number;
  readonly height_m: number;
}

export interface Room {
  readonly type: string;
  readonly polygon_m: readonly Point[];
  readonly height_m: number;
  readonly openings: readonly Opening[];
}

export interface Showroom {
  readonly id: string;
  readonly style: string | null;
  readonly room: Room;
  readonly scene: string;
  /** The room without products, which then come one by one; null in older files, where `scene` holds all. */
  readonly shell: string | null;
  /** Pictures of the light around, by time of day; null in older files. */
  readonly environment: { readonly day: string; readonly evening: string; readonly garden: string | null } | null;
  readonly poster: string | null;
  readonly plan: string | null;
  readonly entrance: { readonly position_m: Vec3; readonly yaw_rad: number };
  readonly products: readonly Product[];
  /** None in a room where nobody can walk, or that an earlier version made. */
  readonly tour: Tour | null;
}

function opening(value: unknown, field: string): Opening {
  const o = object(value, field);
  const kind = text(o.kind, `${field}.kind`);
  if (kind !== "door" && kind !== "window")
    throw new FormatError(`${field}.kind`, '"door" or "window"', kind);
  return {
    kind,
    wall: number(o.wall, `${field}.wall`),
    offset_m: number(o.offset_m, `${field}.offset_m`),
    width_m: number(o.width_m, `${field}.width_m`),
    sill_m: number(o.sill_m, `${field}.sill_m`),
    height_m: number(o.height_m, `${field}.height_m`),
  };
}

function room(value: unknown): Room {
  const r = object(value, "room");
  const polygon_m = list(r.polygon_m, "room.polygon_m").map((p, i): Point => {
    const pair = list(p, `room.polygon_m[${i}]`);
    return [number(pair[0], `room.polygon_m[${i}][0]`), number(pair[1], `room.polygon_m[${i}][1]`)];
  });
  if (polygon_m.length < 3)
    throw new FormatError("room.polygon_m", "at least three corners", r.polygon_m);
  return {
    type: text(r.type, "room.type"),
    polygon_m,
    height_m: number(r.height_m, "room.height_m"),
    openings: list(r.openings ?? [], "room.openings").map((o, i) =>
      opening(o, `room.openings[${i}]`),
    ),
  };
}

function environment(value: unknown): Showroom["environment"] {
  if (value === null || value === undefined) return null;
  const e = object(value, "environment");
  return {
    day: text(e.day, "environment.day"),
    evening: text(e.evening, "environment.evening"),
    garden: textOrNull(e.garden, "environment.garden"),
  };
}

/** Read a parsed `showroom.json`; throws a {@link FormatError} that names the field. */
export function readShowroom(value: unknown): Showroom {
  const s = object(value, "showroom");
  if (s.schema_version !== 1)
    throw new FormatError("schema_version", "1 (made by this version)", s.schema_version);
  const entrance = object(s.entrance, "entrance");
  return {
    id: text(s.id, "id"),
    style: textOrNull(s.style, "style"),
    room: room(s.room),
    scene: text(s.scene, "scene"),
    shell: textOrNull(s.shell, "shell"),
    environment: environment(s.environment),
    poster: textOrNull(s.poster, "poster"),
    plan: textOrNull(s.plan, "plan"),
    entrance: {
      position_m: vec3(entrance.position_m, "entrance.position_m"),
      yaw_rad: number(entrance.yaw_rad, "entrance.yaw_rad"),
    },
    products: list(s.products, "products").map((p, i) => readProduct(p, `products[${i}]`)),
    tour: s.tour === undefined || s.tour === null ? null : readTour(s.tour, "tour"),
  };
}
