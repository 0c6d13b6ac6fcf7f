import { describe, expect, it } from "vitest";

import { boxBetween, Drawing, extended, type Point } from "../src/cutout/drawing";

const SIZE = { width: 200, height: 100 };

describe("a drawing on a photo", () => {
  it("makes a box of two corners in any order, inside the photo, and of no click", () => {
    expect(boxBetween([150, 90], [-20, 10], SIZE)).toEqual([0, 10, 150, 90]);
    expect(boxBetween([50, 50], [55, 90], SIZE)).toBeNull();
  });

  it("moves and resizes a box by steps and never leaves the photo", () => {
    const drawing = new Drawing(SIZE);
    drawing.nudgeBox(5, 0, false);
    expect(drawing.box).toEqual([20, 10, 180, 90]);
    drawing.nudgeBox(50, 5, false);
    expect(drawing.box).toEqual([40, 15, 200, 95]);
    drawing.nudgeBox(-1000, 1000, true);
    expect(drawing.box).toEqual([40, 15, 52, 100]);
  });

  it("goes back step by step, over box, stroke and clearing alike", () => {
    const drawing = new Drawing(SIZE);
    expect(drawing.setBox([10, 10], [100, 80])).toBe(true);
    drawing.addStroke({ kind: "keep", radius_px: 4, points_px: [[30, 30]] });
    drawing.clear();
    expect(drawing.empty).toBe(true);
    drawing.undo();
    expect(drawing.strokes).toHaveLength(1);
    drawing.undo();
    expect(drawing.strokes).toHaveLength(0);
    expect(drawing.box).toEqual([10, 10, 100, 80]);
    drawing.undo();
    expect(drawing.canUndo).toBe(false);
  });

  it("keeps only points that say something new", () => {
    const points: Point[] = [[0, 0]];
    expect(extended(points, [1, 0], 8)).toBe(false);
    expect(extended(points, [3, 0], 8)).toBe(true);
    expect(points).toHaveLength(2);
  });
});
