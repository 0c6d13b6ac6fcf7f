/** The tour in `showroom.json`, checked field by field: stops with their words, and the camera's path. */
import { FormatError, list, number, object, text, textOrNull, type Texts, texts, vec3, type Vec3 } from "../model/fields";

export interface TourStop {
  readonly kind: string;
  readonly time_s: number;
  readonly dwell_s: number;
  /** SKU of what is shown, none at a view of the room. */
  readonly product: string | null;
  /** By language tag. */
  readonly title: Texts;
  readonly text: Texts;
}

/** Keys of the camera, room frame; between them it moves evenly. */
export interface TourPath {
  readonly times_s: readonly number[];
  readonly positions_m: readonly Vec3[];
  readonly yaw_rad: readonly number[];
  readonly pitch_rad: readonly number[];
}

export interface Tour {
  readonly stops: readonly TourStop[];
  readonly path: TourPath;
}

export function readTour(value: unknown, field: string): Tour {
  const tour = object(value, field);
  const stops = list(tour.stops, `${field}.stops`).map((s, i) => stop(s, `${field}.stops[${i}]`));
  if (stops.length === 0) throw new FormatError(`${field}.stops`, "at least one stop", tour.stops);
  const path = object(tour.path, `${field}.path`);
  const numbers = (name: string) =>
    list(path[name], `${field}.path.${name}`).map((n, i) => number(n, `${field}.path.${name}[${i}]`));
  const times_s = numbers("times_s");
  const positions_m = list(path.positions_m, `${field}.path.positions_m`).map((p, i) =>
    vec3(p, `${field}.path.positions_m[${i}]`),
  );
  const yaw_rad = numbers("yaw_rad");
  const pitch_rad = numbers("pitch_rad");
  for (const [name, column] of Object.entries({ positions_m, yaw_rad, pitch_rad }))
    if (column.length !== times_s.length || times_s.length === 0)
      throw new FormatError(`${field}.path.${name}`, `${times_s.length} keys, one a time`, column.length);
  return { stops, path: { times_s, positions_m, yaw_rad, pitch_rad } };
}

function stop(value: unknown, field: string): TourStop {
  const s = object(value, field);
  return {
    kind: text(s.kind, `${field}.kind`),
    time_s: number(s.time_s, `${field}.time_s`),
    dwell_s: number(s.dwell_s, `${field}.dwell_s`),
    product: textOrNull(s.product, `${field}.product`),
    title: texts(s.title, `${field}.title`),
    text: texts(s.text, `${field}.text`),
  };
}
