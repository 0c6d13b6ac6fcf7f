/** A cube of light: the same brightness all over stays, what is bright on one side is found there, and spreads. */
import { DataUtils, type DataTexture } from "three";
import { describe, expect, it } from "vitest";

import { type Direction, environmentMap, panoramaOf, roughnessOf } from "../src/stage/environment_map";

interface Level {
  image: readonly DataTexture[];
}

function levelsOf(radiance: (direction: Direction) => Direction): Level[] {
  const cube = environmentMap(panoramaOf(radiance));
  return [{ image: cube.image as DataTexture[] }, ...(cube.mipmaps as unknown as Level[])];
}

function red(face: DataTexture, row: number, column: number): number {
  const { data, width } = face.image as { data: Uint16Array; width: number };
  return DataUtils.fromHalfFloat(data[4 * (row * width + column)]!);
}

describe("environmentMap", () => {
  it("keeps even light even at every level", () => {
    for (const { image } of levelsOf(() => [0.5, 0.25, 2])) {
      for (const face of image) {
        const { data } = face.image as { data: Uint16Array };
        for (const [channel, value] of [0.5, 0.25, 2].entries())
          expect(data.every((half, at) => at % 4 !== channel || half === DataUtils.toHalfFloat(value))).toBe(true);
      }
    }
  });

  it("has six halving sizes, the last below what the renderer reads", () => {
    const sizes = levelsOf(() => [1, 1, 1]).map(({ image }) => (image[0]!.image as { width: number }).width);
    expect(sizes).toEqual([128, 64, 32, 16, 8, 4]);
    expect([0, 4].map(roughnessOf)).toEqual([0, 1]);
  });

  // Faces in WebGL's order; three mirrors x of a cube that it has not drawn itself.
  const sides: [name: string, direction: Direction, face: number][] = [
    ["+x", [1, 0, 0], 1],
    ["-x", [-1, 0, 0], 0],
    ["+y", [0, 1, 0], 2],
    ["-y", [0, -1, 0], 3],
    ["+z", [0, 0, 1], 4],
    ["-z", [0, 0, -1], 5],
  ];
  it.each(sides)("finds a light at %s and spreads it with roughness", (_name, towards, face) => {
    const levels = levelsOf((d) => {
      const lit = d[0] * towards[0] + d[1] * towards[1] + d[2] * towards[2] > 0.95;
      return lit ? [10, 10, 10] : [0, 0, 0];
    });
    const middles = levels.slice(0, 5).map(({ image }) => {
      const middle = (image[0]!.image as { width: number }).width / 2;
      return image.map((one) => red(one, middle, middle));
    });
    expect(middles[0]![face]).toBeCloseTo(10, 1);
    for (const values of middles) expect(Math.max(...values)).toBe(values[face]);
    const facing = middles.map((values) => values[face]!);
    expect(facing).toEqual([...facing].sort((a, b) => b - a));
    // As matt as can be, a surface gathers the light by the cosine: here a cap of 18 degrees.
    expect(facing[4]! / 10).toBeGreaterThan(0.07);
    expect(facing[4]! / 10).toBeLessThan(0.14);
  });
});
