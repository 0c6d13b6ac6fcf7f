import { expect, test } from "vitest";
import { FormatError, readShowroom } from "../src/model/showroom";

const OLD = {
  schema_version: 1,
  id: "room",
  room: { type: "office", polygon_m: [[0, 0], [4, 0], [4, 3]], height_m: 2.5 },
  scene: "showroom.web.glb",
  entrance: { position_m: [1, 1.6, 1], yaw_rad: 0 },
  products: [{ sku: "A", size_m: [1, 1, 1] }],
};

test("a file without shell, light and levels is still read", () => {
  const read = readShowroom(OLD);
  expect([read.shell, read.environment, read.products[0]!.lods]).toEqual([null, null, []]);
});

test("shell, light and levels are read", () => {
  const lods = [{ glb: "A.web.glb", bytes: 10, triangles: 12, enough_from_m: 0 }];
  const environment = { day: "day.hdr", evening: "evening.hdr", garden: "garden.webp" };
  const read = readShowroom({ ...OLD, shell: "shell.web.glb", environment, products: [{ sku: "A", size_m: [1, 1, 1], lods }] });
  expect(read.shell).toBe("shell.web.glb");
  expect(read.environment).toEqual(environment);
  expect(read.products[0]!.lods).toEqual(lods);
});

test("a fault is told by its field", () => {
  const lods = [{ glb: "A.web.glb", bytes: 10, triangles: "12", enough_from_m: 0 }];
  expect(() => readShowroom({ ...OLD, products: [{ sku: "A", size_m: [1, 1, 1], lods }] })).toThrow(
    /products\[0\]\.lods\[0\]\.triangles/,
  );
  expect(() => readShowroom({ ...OLD, environment: { day: "day.hdr" } })).toThrow(FormatError);
});
