import { PerspectiveCamera } from "three";
import { describe, expect, test } from "vitest";
import { sizeRulers } from "../src/measure/piece_sizes";
import { screenLine, toPixel } from "../src/measure/screen_line";
import { roomEdges, snapped } from "../src/measure/snap";
import type { Vec3 } from "../src/model/fields";
import { words } from "../src/i18n";

const ROOM = {
  type: "living_room",
  polygon_m: [[0, 0], [4, 0], [4, 3], [0, 3]] as [number, number][],
  height_m: 2.5,
  openings: [{ kind: "door" as const, wall: 1, offset_m: 1, width_m: 0.9, sill_m: 0, height_m: 2 }],
};
/** Seen from straight above: 100 pixels a metre. */
const fromAbove = ([x, , z]: Vec3) => [x * 100, z * 100] as const;

describe("snapping", () => {
  const edges = roomEdges(ROOM);

  test("knows the room's lines and the door's", () => {
    expect(edges).toHaveLength(4 * 3 + 4);
    expect(edges.at(-4)).toEqual([[4, 0, 1], [4, 0, 1.9]]);
  });

  test("takes a corner before an edge, an edge before the surface", () => {
    expect(snapped([0.05, 0, 0.06], edges, fromAbove, 10)).toEqual([0, 0, 0]);
    const [x, , z] = snapped([2, 0, 0.08], edges, fromAbove, 10);
    expect([x, z]).toEqual([2, 0]);
    expect(snapped([2, 0, 1.5], edges, fromAbove, 10)).toEqual([2, 0, 1.5]);
  });

  test("leaves alone what only looks near", () => {
    // The ceiling's corner lies over the floor's on screen, and two metres above the touched point.
    expect(snapped([0.02, 0.5, 0.02], edges.slice(1, 2), fromAbove, 10)).toEqual([0.02, 0.5, 0.02]);
    expect(snapped([0, 0, 0], edges, () => null, 10)).toEqual([0, 0, 0]);
  });
});

describe("a line on screen", () => {
  const camera = new PerspectiveCamera(90, 2, 0.1, 100);
  camera.updateMatrixWorld();

  test("lies where the camera sees it, by hand", () => {
    // 90 degrees high: at 5 m the picture is 10 m high and 20 m wide, here of 100 by 200 pixels.
    const line = screenLine([-5, 0, -5], [5, 2.5, -5], camera, 200, 100)!;
    expect(line.from[0]).toBeCloseTo(50);
    expect(line.from[1]).toBeCloseTo(50);
    expect(line.to[0]).toBeCloseTo(150);
    expect(line.to[1]).toBeCloseTo(25);
    expect(line.middle![0]).toBeCloseTo(100);
    expect(toPixel([-5, 0, -5], camera, 200, 100)![0]).toBeCloseTo(50);
  });

  test("is cut at the camera's plane, and has no middle outside of the picture", () => {
    const half = screenLine([0, 1, -5], [0, 1, 5], camera, 200, 100)!;
    expect([half.from, half.to].flat().every(Number.isFinite)).toBe(true);
    expect(half.to[1]).toBeLessThan(0);
    expect(screenLine([0, 0, 1], [1, 0, 2], camera, 200, 100)).toBeNull();
    expect(toPixel([0, 0, 1], camera, 200, 100)).toBeNull();
    expect(screenLine([-50, 0, -5], [-20, 0, -5], camera, 200, 100)!.middle).toBeNull();
  });
});

test("a piece's sizes are told along its own sides, wherever it stands and turns", () => {
  const at = { position_m: [2, 0, 1] as const, yaw_rad: Math.PI / 2 };
  const [width, depth, height] = sizeRulers([2, 0.8, 1], at, words("en"), "en");
  // Turned to +X, its width runs along -Z.
  expect(width!.to[0] - width!.from[0]).toBeCloseTo(0);
  expect(width!.to[2] - width!.from[2]).toBeCloseTo(-2);
  expect(depth!.to[0] - depth!.from[0]).toBeCloseTo(1);
  expect(height!.to[1] - height!.from[1]).toBeCloseTo(0.8);
  expect([width, depth, height].map((ruler) => ruler!.label)).toEqual(["2 m", "100 cm", "80 cm"]);
  expect([width, depth, height].map((ruler) => ruler!.title)).toEqual(["Width", "Depth", "Height"]);
});
