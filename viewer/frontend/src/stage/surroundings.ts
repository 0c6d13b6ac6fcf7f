/** The pictures of light that come with a showroom, one for each time of day, ready for the renderer. */
import { FloatType, type Texture } from "three";
import { HDRLoader } from "three/examples/jsm/loaders/HDRLoader.js";

import { environmentMap, type Panorama } from "./environment_map";
import { DamagedFile, fileName, loadBytes } from "./load";

export type TimeOfDay = "day" | "evening";

export class Surroundings {
  private readonly made = new Map<TimeOfDay, Promise<Texture>>();
  /** Bytes that came over the network. */
  bytes = 0;

  constructor(
    private readonly urls: Readonly<Record<TimeOfDay, string>>,
    private readonly signal: AbortSignal,
  ) {}

  /** The environment map of a time of day, fetched the first time it is asked for. */
  at(time: TimeOfDay): Promise<Texture> {
    const texture = this.made.get(time) ?? this.load(this.urls[time]);
    this.made.set(time, texture);
    return texture;
  }

  private async load(url: string): Promise<Texture> {
    const bytes = await loadBytes(url, this.signal, () => {});
    this.bytes += bytes.byteLength;
    return environmentMap(parse(url, bytes));
  }
}

function parse(url: string, bytes: ArrayBuffer): Panorama {
  const loader = new HDRLoader();
  loader.setDataType(FloatType);
  try {
    const { data, width, height } = loader.parse(bytes) as { data: Float32Array; width: number; height: number };
    return { width, height, rgb: data.filter((_, index) => index % 4 !== 3) };
  } catch (cause) {
    throw new DamagedFile(fileName(url), cause instanceof Error ? cause.message : String(cause));
  }
}
