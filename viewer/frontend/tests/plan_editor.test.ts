import { describe, expect, test } from "vitest";
import { type PlanPiece, type PlanRoom, readPlan } from "../src/plan_editor/plan";
import { boxOf, overlap_m, quickFaults, riders, withPose } from "../src/plan_editor/poses";
import { area_m2, closed, isRoom, rectangle, withCorner, withNewCorner, withOpening, withOpeningAt, withoutCorner, withWallLength, withWallMoved } from "../src/plan_editor/shape";
import { snapped, snappedYaw } from "../src/plan_editor/snap";

const ROOM: PlanRoom = {
  id: "r",
  polygon_m: [[0, 0], [5, 0], [5, 4], [0, 4]],
  openings: [{ kind: "door", wall: 2, offset_m: 0.5, width_m: 0.9, sill_m: 0, height_m: 2 }],
};

function piece(id: string, at: [number, number], size: [number, number, number] = [1, 0.8, 1], more: Partial<PlanPiece> = {}): PlanPiece {
  return { id, name: id, size_m: size, x_m: at[0], y_m: 0, z_m: at[1], yaw_rad: 0, mount: "floor", top: false, locked: false, symbol: "", ...more };
}

describe("snapping", () => {
  test("a piece near a wall touches it and turns its back to it", () => {
    const sofa = piece("sofa", [2.5, 2], [2, 0.8, 0.9], { yaw_rad: 0.1 });
    const to = snapped([ROOM], [sofa], sofa, [2.53, 0.5]);
    expect([to.x_m, to.z_m]).toEqual([2.55, 0.45]);
    expect(to.yaw_rad).toBeCloseTo(0);
    expect(to.guides).toHaveLength(1);
  });

  test("in a corner both walls draw", () => {
    const cupboard = piece("cupboard", [2, 2], [1, 2, 0.5]);
    const to = snapped([ROOM], [cupboard], cupboard, [0.58, 0.2]);
    expect([to.x_m, to.z_m]).toEqual([0.5, 0.25]);
  });

  test("far from everything the grid of 5 cm holds", () => {
    const chair = piece("chair", [2, 2]);
    const to = snapped([ROOM], [chair], chair, [2.512, 2.037]);
    expect([to.x_m, to.z_m]).toEqual([2.5, 2.05]);
  });

  test("an edge of a neighbour draws more than the grid", () => {
    const table = piece("table", [1.52, 2.02], [1, 0.7, 1]);
    const chair = piece("chair", [3, 2], [0.5, 0.9, 0.5]);
    const to = snapped([ROOM], [table, chair], chair, [2.29, 2.0]);
    expect(to.x_m).toBeCloseTo(1.52 + 0.5 + 0.25);
    expect(to.z_m).toBeCloseTo(2.02);
  });

  test("turns go by 15 degrees, finely by one", () => {
    expect(snappedYaw(0.3, false)).toBeCloseTo(Math.PI / 12);
    expect(snappedYaw(0.3, true)).toBeCloseTo((17 * Math.PI) / 180);
  });
});

describe("what moves and what it meets", () => {
  test("overlap of boxes, turned or not, by hand", () => {
    expect(overlap_m(boxOf(piece("a", [0, 0])), boxOf(piece("b", [0.75, 0])))).toBeCloseTo(0.25);
    expect(overlap_m(boxOf(piece("a", [0, 0])), boxOf(piece("b", [1.2, 0], [1, 1, 1], { yaw_rad: Math.PI / 4 })))).toBeCloseTo(0.5 + Math.SQRT1_2 - 1.2);
    expect(overlap_m(boxOf(piece("a", [0, 0])), boxOf(piece("b", [3, 0])))).toBeLessThan(0);
  });

  test("a vase goes with its table, a quarter turn takes it from front to side", () => {
    const table = piece("table", [2, 2], [1, 0.4, 0.6], { top: true });
    const vase = piece("vase", [2, 2.2], [0.2, 0.3, 0.2], { y_m: 0.4, mount: "top" });
    expect(riders([table, vase], table).map(({ id }) => id)).toEqual(["vase"]);
    const after = withPose([table, vase], "table", 3, 2.5, Math.PI / 2);
    expect(after[1]!.x_m).toBeCloseTo(3.2);
    expect(after[1]!.z_m).toBeCloseTo(2.5);
    expect(withPose([table, vase], "vase", 4, 3, 0)[1]!.y_m).toBe(0);
    expect(withPose([table, { ...vase, y_m: 0, x_m: 4 }], "vase", 2, 2, 0)[1]!.y_m).toBeCloseTo(0.4);
  });

  test("out of the room, in another piece, before a door", () => {
    const rules = (pieces: PlanPiece[]) => quickFaults([ROOM], pieces, pieces[0]!.id).map(({ rule, other }) => [rule, other]);
    expect(rules([piece("a", [0.3, 2])])).toEqual([["inside", ""]]);
    expect(rules([piece("a", [2, 2]), piece("b", [2.6, 2])])).toEqual([["no_collision", "b"]]);
    // Wall 2 runs from (5, 4) to (0, 4): its door lies from x = 4.5 to 3.6.
    expect(rules([piece("a", [4, 3.4])])).toEqual([["doors_free", ""]]);
    expect(rules([piece("a", [2, 2]), piece("rug", [2, 2], [2, 0.01, 1.5], { mount: "covering" })])).toEqual([]);
    expect(rules([piece("a", [0.5, 0.5])])).toEqual([]);
  });
});

describe("drawing walls", () => {
  const shape = { polygon_m: ROOM.polygon_m, openings: ROOM.openings };

  test("a drawn outline becomes a room, whichever way round it was drawn", () => {
    const drawn = closed([[0, 0], [0, 3], [4, 3], [4, 1.5], [4, 0]]);
    expect(area_m2(drawn)).toBeCloseTo(12);
    expect(drawn).toHaveLength(4);
    expect(isRoom(drawn)).toBe(true);
    expect(isRoom([[0, 0], [4, 0], [0, 3], [4, 3]])).toBe(false);
    expect(isRoom(rectangle([1, 1], [1.2, 4]))).toBe(false);
  });

  test("a corner of a rectangle takes its walls along", () => {
    expect(withCorner(shape, 2, [6, 5]).polygon_m).toEqual([[0, 0], [6, 0], [6, 5], [0, 5]]);
  });

  test("a wall is pushed out, or given a length; its openings stay on it", () => {
    expect(withWallMoved(shape, 1, 0.5).polygon_m).toEqual([[0, 0], [5.5, 0], [5.5, 4], [0, 4]]);
    const narrow = withWallLength(shape, 2, 1.2);
    expect(narrow.polygon_m).toEqual([[3.8, 0], [5, 0], [5, 4], [3.8, 4]]);
    expect(narrow.openings[0]).toMatchObject({ wall: 2, offset_m: 0.2, width_m: 0.9 });
  });

  test("a new corner splits a wall and a removed one joins two", () => {
    const split = withNewCorner(shape, 0);
    expect(split.polygon_m[1]).toEqual([2.5, 0]);
    expect(split.openings[0]!.wall).toBe(3);
    const back = withoutCorner(split, 1);
    expect(back.polygon_m).toEqual(shape.polygon_m);
    expect(back.openings[0]!.wall).toBe(2);
  });

  test("openings keep clear of corners and of each other", () => {
    const two = withOpening(shape, "window", 2, 1);
    expect(two.openings[1]).toMatchObject({ kind: "window", wall: 2, offset_m: 1.45, width_m: 1.4 });
    const slid = withOpeningAt(two, 0, -3, 0.9);
    expect(slid.openings[0]!.offset_m).toBe(0.1);
    expect(withOpening({ ...shape, polygon_m: [[0, 0], [1.3, 0], [1.3, 4], [0, 4]] }, "window", 2, 0.6).openings).toHaveLength(1);
  });
});

test("a plan that lacks something names the field", () => {
  const plan = { ack: ["m", 2], rooms: [ROOM], pieces: [], faults: [], drawable: true };
  expect(readPlan(JSON.stringify(plan)).ack).toEqual(["m", 2]);
  expect(() => readPlan(JSON.stringify({ ...plan, pieces: [{ id: "a", mount: "sky" }] }))).toThrow(/pieces\[0\]\.mount/);
});
