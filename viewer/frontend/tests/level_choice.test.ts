import { describe, expect, test } from "vitest";
import type { Level } from "../src/model/showroom";
import { referenceDistance, wantedLevel, withinBudget } from "../src/stage/level_choice";

const level = (triangles: number, enough_from_m: number): Level => ({ glb: "x.glb", bytes: 1, triangles, enough_from_m });
const LEVELS = [level(8000, 0), level(2000, 4), level(400, 20)];

describe("the distance at which the reference picture shows a thing as large", () => {
  test("is the distance itself in a picture 1080 high that shows 60 degrees", () => {
    expect(referenceDistance(3, Math.PI / 3, 1080)).toBeCloseTo(3);
  });
  test("is twice as far in a picture half as high, since everything is half as large", () => {
    expect(referenceDistance(3, Math.PI / 3, 540)).toBeCloseTo(6);
  });
  test("is nearer through a narrow lens: tan(17)/tan(30) = 0.5295 at 34 degrees", () => {
    expect(referenceDistance(10, (34 * Math.PI) / 180, 1080)).toBeCloseTo(5.295, 3);
  });
});

describe("the wanted level", () => {
  test("is the coarsest that is enough", () => {
    expect(wantedLevel(LEVELS, 3.99, null)).toBe(0);
    expect(wantedLevel(LEVELS, 4, null)).toBe(1);
    expect(wantedLevel(LEVELS, 19, null)).toBe(1);
    expect(wantedLevel(LEVELS, 25, null)).toBe(2);
  });
  test("changes a tenth past its bound, so that a step to and fro changes nothing", () => {
    expect(wantedLevel(LEVELS, 4.3, 0)).toBe(0);
    expect(wantedLevel(LEVELS, 4.4, 0)).toBe(1);
    expect(wantedLevel(LEVELS, 3.7, 1)).toBe(1);
    expect(wantedLevel(LEVELS, 3.5, 1)).toBe(0);
  });
  test("is the only one where there is one", () => {
    expect(wantedLevel([level(10, 0)], 100, null)).toBe(0);
  });
});

describe("within a budget of triangles", () => {
  const wish = (distance_m: number, wanted: number) => ({ levels: LEVELS, distance_m, wanted });

  test("everyone gets what is wanted while it fits", () => {
    expect(withinBudget([wish(1, 0), wish(2, 0), wish(5, 1)], 18_000)).toEqual([0, 0, 1]);
  });
  test("the farthest give way first: 18,000 to 12,000 takes the second's 6,000 after the third's 1,600", () => {
    expect(withinBudget([wish(1, 0), wish(2, 0), wish(5, 1)], 12_000)).toEqual([0, 1, 2]);
  });
  test("nobody goes below the coarsest, even if that is too much", () => {
    expect(withinBudget([wish(1, 0), wish(2, 0)], 10)).toEqual([2, 2]);
  });
});
