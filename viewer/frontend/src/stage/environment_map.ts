/**
 * What surrounds a scene as the renderer's materials want it: a cube whose mip levels are blurred as surfaces of
 * growing roughness blur what they mirror.
 *
 * three's own generator makes cubes of at least 256 pixels a side with 256 samples a pixel, which a software renderer
 * takes seven seconds for. A picture of light of 128 x 64 pixels needs no such thing: made here, on the processor, in a
 * quarter of a second at most, it is the same on every machine.
 */
import { CubeTexture, DataTexture, DataUtils, HalfFloatType, LinearFilter, LinearMipmapLinearFilter } from "three";

/** Linear light around a point: rows from the top down, columns by atan2(z, x) from -pi. */
export interface Panorama {
  readonly width: number;
  readonly height: number;
  /** Three numbers a pixel. */
  readonly rgb: Float32Array;
}

export type Direction = readonly [x: number, y: number, z: number];

const SIZE_PX = 128;
/** Directions that each pixel of a level looks in; the first is a mirror, the last as rough as can be. */
const SAMPLES = [1, 6, 24, 64, 128] as const;

/** Roughness that the renderer reads a mip level for. */
export function roughnessOf(level: number): number {
  return 1 - Math.sqrt(1 - level / (SAMPLES.length - 1));
}

/** The cube of a panorama. */
export function environmentMap(panorama: Panorama): CubeTexture {
  const smaller = [panorama];
  while (smaller.at(-1)!.height > 4) smaller.push(halved(smaller.at(-1)!));
  const levels = SAMPLES.map((samples, level) => faces(smaller, SIZE_PX >> level, lobe(roughnessOf(level), samples, panorama)));
  // The renderer takes the number of mips less one for the roughest level: one more lies below, which it never reads.
  levels.push(faces(smaller, SIZE_PX >> SAMPLES.length, lobe(1, SAMPLES.at(-1)!, panorama)));
  const [mirror, ...mipmaps] = levels;
  const texture = new CubeTexture(mirror);
  texture.mipmaps = mipmaps.map((image) => ({ image })) as unknown as typeof texture.mipmaps;
  texture.type = HalfFloatType;
  texture.colorSpace = "srgb-linear";
  texture.generateMipmaps = false;
  texture.minFilter = LinearMipmapLinearFilter;
  texture.magFilter = LinearFilter;
  texture.flipY = false;
  texture.isPMREMTexture = true;
  texture.needsUpdate = true;
  return texture;
}

/** A panorama of what a function answers for each direction. */
export function panoramaOf(radiance: (direction: Direction) => Direction, width = 128, height = 64): Panorama {
  const rgb = new Float32Array(3 * width * height);
  for (let row = 0; row < height; row++) {
    const rise = Math.PI * (0.5 - (row + 0.5) / height);
    for (let column = 0; column < width; column++) {
      const turn = 2 * Math.PI * ((column + 0.5) / width - 0.5);
      const [x, z] = [Math.cos(rise) * Math.cos(turn), Math.cos(rise) * Math.sin(turn)];
      rgb.set(radiance([x, Math.sin(rise), z]), 3 * (row * width + column));
    }
  }
  return { width, height, rgb };
}

interface Sample {
  /** Direction beside the normal, which is +Z here. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly weight: number;
  /** Which of the smaller panoramas has pixels as large as the sample's share of the sphere. */
  readonly source: number;
}

/**
 * Directions of what a rough surface mirrors that is looked at along its normal, and their weights.
 *
 * Source: Karis, "Real Shading in Unreal Engine 4", 2013 (weights); Colbert and Křivánek, "GPU-Based Importance
 * Sampling", GPU Gems 3, 2007 (smaller pictures for broader samples).
 */
function lobe(roughness: number, count: number, { width }: Panorama): Sample[] {
  if (roughness === 0) return [{ x: 0, y: 0, z: 1, weight: 1, source: 0 }];
  const square = roughness ** 4; // of GGX's alpha
  const pixel_sr = (2 * Math.PI / width) ** 2;
  const samples: Sample[] = [];
  for (let i = 0; i < count; i++) {
    const u = (i + 0.5) / count;
    const q = 1 - u + square * u;
    const z = (1 - u - square * u) / q;
    if (z <= 0) continue;
    const sine = Math.sqrt(Math.max(0, 1 - z * z));
    const turn = 2 * Math.PI * radicalInverse(i);
    const share_sr = (4 * Math.PI * square) / (q * q * count);
    const source = Math.max(0, Math.round(0.5 * Math.log2(share_sr / pixel_sr) + 0.5));
    samples.push({ x: sine * Math.cos(turn), y: sine * Math.sin(turn), z, weight: z, source });
  }
  return samples;
}

/** The bits of a number mirrored at the point: numbers that spread evenly over 0 to 1. */
function radicalInverse(index: number): number {
  let [answer, place] = [0, 0.5];
  for (let rest = index; rest > 0; rest >>= 1, place /= 2) answer += (rest & 1) * place;
  return answer;
}

/** The six faces of one level, in the order and sense of WebGL, x mirrored as three has it for cubes. */
function faces(smaller: readonly Panorama[], size: number, samples: readonly Sample[]): DataTexture[] {
  const total = samples.reduce((sum, { weight }) => sum + weight, 0);
  return FACES.map(([middle, right, down]) => {
    const data = new Uint16Array(4 * size * size).fill(DataUtils.toHalfFloat(1));
    const light = new Float64Array(3);
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) {
        const u = (2 * (column + 0.5)) / size - 1;
        const v = (2 * (row + 0.5)) / size - 1;
        let x = -(middle[0] + u * right[0] + v * down[0]);
        let y = middle[1] + u * right[1] + v * down[1];
        let z = middle[2] + u * right[2] + v * down[2];
        const length = Math.sqrt(x * x + y * y + z * z);
        x /= length;
        y /= length;
        z /= length;
        // Two vectors beside it: Duff et al., "Building an Orthonormal Basis, Revisited", JCGT 2017, listing 3.
        const sign = z < 0 ? -1 : 1;
        const s = -1 / (sign + z);
        const t = x * y * s;
        const ax = 1 + sign * x * x * s;
        const ay = sign * t;
        const az = -sign * x;
        const by = sign + y * y * s;
        light.fill(0);
        for (const one of samples) {
          const source = smaller[Math.min(one.source, smaller.length - 1)]!;
          const dx = ax * one.x + t * one.y + x * one.z;
          const dy = ay * one.x + by * one.y + y * one.z;
          const dz = az * one.x - y * one.y + z * one.z;
          add(light, source, dx, dy, dz, one.weight / total);
        }
        const at = 4 * (row * size + column);
        for (let channel = 0; channel < 3; channel++) data[at + channel] = DataUtils.toHalfFloat(light[channel]!);
      }
    const face = new DataTexture(data, size, size);
    face.type = HalfFloatType;
    return face;
  });
}

/** Of each face its middle and where a unit to the right and down leads. */
const FACES: readonly [middle: Direction, right: Direction, down: Direction][] = [
  [[1, 0, 0], [0, 0, -1], [0, -1, 0]],
  [[-1, 0, 0], [0, 0, 1], [0, -1, 0]],
  [[0, 1, 0], [1, 0, 0], [0, 0, 1]],
  [[0, -1, 0], [1, 0, 0], [0, 0, -1]],
  [[0, 0, 1], [1, 0, 0], [0, -1, 0]],
  [[0, 0, -1], [-1, 0, 0], [0, -1, 0]],
];

/** Add what a panorama has in a direction, between its four nearest pixels. */
function add(light: Float64Array, { width, height, rgb }: Panorama, x: number, y: number, z: number, weight: number): void {
  const column = (Math.atan2(z, x) / (2 * Math.PI) + 0.5) * width - 0.5;
  const row = (0.5 - Math.asin(Math.max(-1, Math.min(1, y))) / Math.PI) * height - 0.5;
  const [left, top] = [Math.floor(column), Math.floor(row)];
  const [across, down] = [column - left, row - top];
  const [c0, c1] = [(left + width) % width, (left + 1) % width];
  const [r0, r1] = [Math.max(top, 0) * width, Math.min(top + 1, height - 1) * width];
  const upper = weight * (1 - down);
  const lower = weight * down;
  for (let channel = 0; channel < 3; channel++)
    light[channel]! +=
      upper * (rgb[3 * (r0 + c0) + channel]! * (1 - across) + rgb[3 * (r0 + c1) + channel]! * across) +
      lower * (rgb[3 * (r1 + c0) + channel]! * (1 - across) + rgb[3 * (r1 + c1) + channel]! * across);
}

/** A quarter of the pixels, each the mean of four. */
function halved({ width, height, rgb }: Panorama): Panorama {
  const small = { width: width / 2, height: height / 2, rgb: new Float32Array(rgb.length / 4) };
  for (let row = 0; row < small.height; row++)
    for (let column = 0; column < small.width; column++)
      for (let channel = 0; channel < 3; channel++) {
        const at = 3 * (2 * row * width + 2 * column) + channel;
        small.rgb[3 * (row * small.width + column) + channel] =
          (rgb[at]! + rgb[at + 3]! + rgb[at + 3 * width]! + rgb[at + 3 * width + 3]!) / 4;
      }
  return small;
}
