/** A product of `showroom.json`, checked field by field: what it is called, costs and measures, its files and places. */
import { list, number, object, text, textOrNull, type Texts, texts, vec3, type Vec3 } from "./fields";

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

/** Another look of a product; its name is the look's in the product's files. */
export interface Variant {
  readonly sku: string;
  readonly name: string;
  readonly price: Price | null;
  readonly url: string | null;
}

/** Files for seeing a product in one's own room. */
export interface Ar {
  /** For iPhones and iPads. */
  readonly usdz: string | null;
  /** For Android: core glTF, without the compression of the web files. */
  readonly glb: string | null;
}

export interface Product {
  readonly sku: string;
  readonly name: string;
  /** In other languages, by tag. */
  readonly names: Texts;
  readonly descriptions: Texts;
  readonly category: string | null;
  /** Width (x), height (y), depth (z). */
  readonly size_m: Vec3;
  readonly price: Price | null;
  readonly url: string | null;
  readonly description: string | null;
  readonly glb: string | null;
  readonly lods: readonly Level[];
  readonly placements: readonly Placement[];
  readonly variants: readonly Variant[];
  /** Its picture. */
  readonly poster: string | null;
  readonly ar: Ar | null;
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

function variant(value: unknown, field: string): Variant {
  const v = object(value, field);
  const sku = text(v.sku, `${field}.sku`);
  return {
    sku,
    name: textOrNull(v.name, `${field}.name`) || sku,
    price: price(v.price, `${field}.price`),
    url: textOrNull(v.url, `${field}.url`),
  };
}

function ar(value: unknown, field: string): Ar | null {
  if (value === null || value === undefined) return null;
  const a = object(value, field);
  return { usdz: textOrNull(a.usdz, `${field}.usdz`), glb: textOrNull(a.glb, `${field}.glb`) };
}

/** Read one product of `showroom.json`; throws a {@link FormatError} that names the field. */
export function readProduct(value: unknown, field: string): Product {
  const p = object(value, field);
  const sku = text(p.sku, `${field}.sku`);
  return {
    sku,
    name: textOrNull(p.name, `${field}.name`) || sku,
    names: texts(p.names ?? {}, `${field}.names`),
    descriptions: texts(p.descriptions ?? {}, `${field}.descriptions`),
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
    variants: list(p.variants ?? [], `${field}.variants`).map((v, i) => variant(v, `${field}.variants[${i}]`)),
    poster: textOrNull(p.poster, `${field}.poster`),
    ar: ar(p.ar, `${field}.ar`),
  };
}
