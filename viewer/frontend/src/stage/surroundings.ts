/** The pictures of light that come with a showroom, one for each time of day, ready for the renderer. */
import { DataTexture, EquirectangularReflectionMapping, LinearFilter, PMREMGenerator, type Texture } from "three";
import { HDRLoader } from "three/examples/jsm/loaders/HDRLoader.js";

import { DamagedFile, fileName, loadBytes } from "./load";
import type { Stage } from "./stage";

export type TimeOfDay = "day" | "evening";

export class Surroundings {
  private readonly made = new Map<TimeOfDay, Promise<Texture>>();
  /** Bytes that came over the network. */
  bytes = 0;

  constructor(
    private readonly stage: Stage,
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
    const picture = parse(url, bytes);
    // 128 pixels around become a cube of 32: the same for every machine, and cheap for one without a graphics card.
    const generator = new PMREMGenerator(this.stage.renderer);
    const { texture } = generator.fromEquirectangular(picture);
    generator.dispose();
    picture.dispose();
    return texture;
  }
}

function parse(url: string, bytes: ArrayBuffer): DataTexture {
  const loader = new HDRLoader();
  try {
    const { data, width, height } = loader.parse(bytes);
    const picture = new DataTexture(data as Uint16Array, width, height);
    picture.type = loader.type;
    picture.minFilter = picture.magFilter = LinearFilter;
    picture.flipY = true;
    picture.mapping = EquirectangularReflectionMapping;
    picture.needsUpdate = true;
    return picture;
  } catch (cause) {
    throw new DamagedFile(fileName(url), cause instanceof Error ? cause.message : String(cause));
  }
}
