import { describe, expect, test } from "vitest";
import { distanceToSegment, insidePolygon, isFree, nearestFree, slide, walkArea } from "../src/plan/walk_area";
import { route } from "../src/plan/route";
import { inSight, throughWall } from "../src/plan/sight";
import type { Product } from "../src/model/showroom";

const ROOM: [number, number][] = [[0, 0], [4, 0], [4, 3], [0, 3]];
const TABLE = {
  sku: "T", name: "Table", category: "coffee_table", size_m: [1, 0.4, 1], price: null, url: null, description: "", glb: "t.glb",
  placements: [{ node: "T", position_m: [2, 0, 1.5], yaw_rad: 0, reason: "" }],
} as unknown as Product;

describe("a room of 4 x 3 m with a table in its middle", () => {
  const area = walkArea(ROOM, [TABLE]);

  test("a visitor stands neither in the table nor in a wall", () => {
    expect(isFree(area, [2, 1.5])).toBe(false);
    expect(isFree(area, [0.05, 1.5])).toBe(false);
    expect(isFree(area, [0.8, 1.5])).toBe(true);
  });

  test("the nearest free place is free", () => {
    expect(isFree(area, nearestFree(area, [2, 1.5]))).toBe(true);
    expect(isFree(area, nearestFree(area, [9, 9]))).toBe(true);
  });

  test("walking into the table slides or stops, never enters", () => {
    let place: [number, number] = [0.8, 1.4];
    for (let k = 0; k < 60; k++) place = slide(area, place, 0.05, 0) as [number, number];
    expect(isFree(area, place)).toBe(true);
  });

  test("the way to the other side goes around the table", () => {
    const way = route(area, [0.6, 1.5], [3.4, 1.5]);
    expect(way).not.toBeNull();
    for (const place of way ?? []) expect(isFree(area, place)).toBe(true);
  });
});

test("inside and distance, by hand", () => {
  expect(insidePolygon(ROOM, [1, 1])).toBe(true);
  expect(insidePolygon(ROOM, [5, 1])).toBe(false);
  expect(distanceToSegment([0, 0], [4, 0], [2, 3])).toBeCloseTo(3);
});

test("nothing in the way is in sight", () => {
  expect(inSight([], [0, 1, 0], [3, 1, 3], "none")).toBe(true);
});

test("walls of an L hide what lies around the corner, for who stands inside", () => {
  const corner = [[0, 0], [4, 0], [4, 2], [2, 2], [2, 4], [0, 4]] as const;
  expect(throughWall(corner, [3.5, 1, 1.5], [1, 1, 3.5])).toBe(true);
  expect(throughWall(corner, [1, 1, 1], [1, 1, 3.5])).toBe(false);
  expect(throughWall(corner, [1, 1, 1], [1, 1, 4])).toBe(false);
  expect(throughWall(corner, [6, 9, 6], [1, 1, 1])).toBe(false);
});
