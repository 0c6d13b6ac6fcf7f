import { describe, expect, test } from "vitest";
import { carried, carrier, moved, readMoves } from "../src/model/moves";
import { inWords, textIn } from "../src/model/language";
import { readProduct } from "../src/model/product";
import { readShowroom } from "../src/model/showroom";
import { localeOf } from "../src/i18n";

const product = (sku: string, size_m: number[], places: [number, number, number, number][], more = {}) => ({
  sku,
  name: sku,
  size_m,
  placements: places.map(([x, y, z, yaw_rad], i) => ({
    node: i === 0 ? sku : `${sku}#${i + 1}`,
    position_m: [x, y, z],
    yaw_rad,
    reason: "",
  })),
  ...more,
});
const SHOWROOM = readShowroom({
  schema_version: 1,
  id: "room",
  room: { type: "bedroom", polygon_m: [[0, 0], [5, 0], [5, 4]], height_m: 2.5 },
  scene: "s.glb",
  entrance: { position_m: [1, 1.6, 1], yaw_rad: 0 },
  products: [
    product("RUG", [2, 0.01, 2], [[2, 0, 2, 0]]),
    product("SOFA", [2, 0.8, 1], [[2, 0, 2, 0], [4, 0, 3, 1]]),
    product("TRAY", [0.4, 0.1, 0.3], [[2.5, 0.42, 2, 0]]),
  ],
});

describe("moves", () => {
  test("change the named places only, and tell what is unknown", () => {
    const move = { node: "SOFA#2", position_m: [1, 0, 1] as const, yaw_rad: 2 };
    const stays = { node: "SOFA", position_m: [2, 0, 2.00001] as const, yaw_rad: 0 };
    const { showroom, moves, unknown } = moved(SHOWROOM, [move, stays, { ...move, node: "GONE" }]);
    expect(moves).toEqual([move]);
    expect(unknown).toEqual(["GONE"]);
    expect(showroom.products[1]!.placements[1]).toMatchObject(move);
    expect(showroom.products[1]!.placements[0]).toEqual(SHOWROOM.products[1]!.placements[0]);
    expect(SHOWROOM.products[1]!.placements[1]!.yaw_rad).toBe(1);
  });

  test("are read field by field", () => {
    const move = { node: "SOFA", position_m: [1, 0, 1], yaw_rad: 2 };
    expect(readMoves([{ ...move, reason: "dragged" }])).toEqual([move]);
    expect(() => readMoves([move, { ...move, yaw_rad: "left" }])).toThrow("placements[1].yaw_rad: expected a finite number");
  });

  test("take along what lies on a piece: on the highest that carries it, not on the rug below", () => {
    const { products } = SHOWROOM;
    expect(carrier({ node: "cushion", position_m: [1.5, 0.44, 2] }, products)).toBe("SOFA");
    expect(carrier({ node: "cup", position_m: [2.5, 0.52, 2] }, products)).toBe("TRAY");
    expect(carrier({ node: "lamp", position_m: [0.3, 0.5, 0.3] }, products)).toBeNull();
    expect(carrier({ node: "rug", position_m: [2.1, 0, 2.1] }, products)).toBe("SOFA");
    expect(carrier({ node: "far rug", position_m: [0.5, 0, 3] }, products)).toBeNull();
  });

  test("turn what they take along about the piece, by hand", () => {
    const from = SHOWROOM.products[1]!.placements[0]!;
    const to = { node: "SOFA", position_m: [3, 0, 1] as const, yaw_rad: Math.PI / 2 };
    // Half a metre to the piece's left (+X); turned to face +X, its left is -Z.
    const { position_m, turn_rad } = carried([2.5, 0.44, 2], from, to);
    expect(position_m[0]).toBeCloseTo(3);
    expect(position_m[1]).toBeCloseTo(0.44);
    expect(position_m[2]).toBeCloseTo(0.5);
    expect(turn_rad).toBeCloseTo(Math.PI / 2);
  });
});

describe("a product", () => {
  const told = product("S", [1, 1, 1], [], {
    names: { zh: "沙发", "pt-BR": "Sofá" },
    variants: [{ sku: "S-2", name: "Red", price: { amount: "5", currency: "EUR" }, url: null }],
    poster: "p.webp",
    ar: { usdz: "s.usdz" },
  });

  test("is read with variants, picture and files for one's own room", () => {
    const read = readProduct(told, "products[0]");
    expect(read.variants).toEqual([{ sku: "S-2", name: "Red", price: { amount: "5", currency: "EUR" }, url: null }]);
    expect([read.poster, read.ar]).toEqual(["p.webp", { usdz: "s.usdz", glb: null }]);
    const bare = readProduct(product("S", [1, 1, 1], []), "products[0]");
    expect([bare.variants, bare.poster, bare.ar]).toEqual([[], null, null]);
    expect(() => readProduct({ ...told, ar: { usdz: 5 } }, "products[0]")).toThrow("products[0].ar.usdz: expected text");
  });

  test("is called by the visitor's words where there are some", () => {
    const read = readProduct(told, "products[0]");
    expect(inWords(read, "zh-CN").name).toBe("沙发");
    expect(inWords(read, "pt").name).toBe("Sofá");
    expect(inWords(read, "en-US").name).toBe("S");
    expect(textIn({}, ["en"])).toBeNull();
  });
});

test("the visitor's region is that of their own tag of the language", () => {
  expect(localeOf("en", ["de", "en", "en-US"])).toBe("en-US");
  expect(localeOf("zh", ["zh"])).toBe("zh");
  expect(localeOf("en", ["fr"])).toBe("en");
});
