/** What `showroom.json` says, checked field by field: room frame, metres, +Y up, plans are (x, z). */
import { readTour, type Tour } from "../tour/read_tour";
import { FormatError, list, number, object, text, textOrNull, vec3 } from "./fields";
import type { Vec3 } from "./fields";

export { FormatError };

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

export interface Placement {
  /** Name of the placed node in the GLB: the SKU, or `SKU#2` for a second piece. */
  readonly node: string;
  readonly position_m: Vec3;
  readonly yaw_rad: number;
  readonly reason: string;
}

export interface Price {
  readonly amount: string;
  readonly currency: string;
}

/** One of a product's files, finest first in their list. */
export interface Level {
  readonly glb: string;
  readonly bytes: number;
  readonly triangles: number;
  /** Distance from which it is as good as a finer one, in a picture 1080 pixels high that shows 60 degrees. */
  readonly enough_from_m: number;
}

export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly category: string | null;
  /** Width (x), height (y), depth (z). */
  readonly size_m: Vec3;
  readonly price: Price | null;
  readonly url: string | null;
  readonly description: string | null;
  readonly glb: string | null;
  readonly lods: readonly Level[];
  readonly placements: readonly Placement[];
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

function price(value: unknown, field: string): Price | null {
  if (value === null || value === undefined) return null;
  const p = object(value, field);
  return {
    amount: text(p.amount, `${field}.amount`),
    currency: text(p.currency, `${field}.currency`),
  };
}

function placement(value: unknown, field: string): Placement {
  const p = object(value, field);
  return {
    node: text(p.node, `${field}.node`),
    position_m: vec3(p.position_m, `${field}.position_m`),
    yaw_rad: number(p.yaw_rad, `${field}.yaw_rad`),
    reason: textOrNull(p.reason, `${field}.reason`) ?? "",
  };
}

function level(value: unknown, field: string): Level {
  const l = object(value, field);
  return {
    glb: text(l.glb, `${field}.glb`),
    bytes: number(l.bytes, `${field}.bytes`),
    triangles: number(l.triangles, `${field}.triangles`),
    enough_from_m: number(l.enough_from_m, `${field}.enough_from_m`),
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

function product(value: unknown, field: string): Product {
  const p = object(value, field);
  const sku = text(p.sku, `${field}.sku`);
  return {
    sku,
    name: textOrNull(p.name, `${field}.name`) || sku,
    category: textOrNull(p.category, `${field}.category`),
    size_m: vec3(p.size_m, `${field}.size_m`),
    price: price(p.price, `${field}.price`),
    url: textOrNull(p.url, `${field}.url`),
    description: textOrNull(p.description, `${field}.description`),
    glb: textOrNull(p.glb, `${field}.glb`),
    lods: list(p.lods ?? [], `${field}.lods`).map((l, i) => level(l, `${field}.lods[${i}]`)),
    placements: list(p.placements ?? [], `${field}.placements`).map((q, i) =>
      placement(q, `${field}.placements[${i}]`),
    ),
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
    products: list(s.products, "products").map((p, i) => product(p, `products[${i}]`)),
    tour: s.tour === undefined || s.tour === null ? null : readTour(s.tour, "tour"),
  };
}
