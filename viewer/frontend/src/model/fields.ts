/** Reads one field of a JSON file at a time: the value in its type, or an error that names the field. */

export type Vec3 = readonly [number, number, number];

/** A file that is not what the viewer expects; `field` says where. */
export class FormatError extends Error {
  constructor(
    readonly field: string,
    expected: string,
    found: unknown,
  ) {
    super(`${field}: expected ${expected}, found ${JSON.stringify(found) ?? "nothing"}`);
    this.name = "FormatError";
  }
}

export type Json = Record<string, unknown>;

export function object(value: unknown, field: string): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw new FormatError(field, "an object", value);
}

export function list(value: unknown, field: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new FormatError(field, "a list", value);
}

export function number(value: unknown, field: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new FormatError(field, "a finite number", value);
}

export function text(value: unknown, field: string): string {
  if (typeof value === "string") return value;
  throw new FormatError(field, "text", value);
}

export function textOrNull(value: unknown, field: string): string | null {
  return value === null || value === undefined ? null : text(value, field);
}

export function vec3(value: unknown, field: string): Vec3 {
  const v = list(value, field).map((n, i) => number(n, `${field}[${i}]`));
  if (v.length !== 3) throw new FormatError(field, "three numbers", value);
  return [v[0]!, v[1]!, v[2]!];
}

/** Words by language tag. */
export type Texts = Readonly<Record<string, string>>;

export function texts(value: unknown, field: string): Texts {
  const map = object(value, field);
  return Object.fromEntries(Object.keys(map).map((tag) => [tag, text(map[tag], `${field}.${tag}`)]));
}
