import { expect, test } from "vitest";
import { lengthText, priceText, safeLink, sizeInches, sizeText, titleText } from "../src/model/format";

test("sizes are centimetres", () => {
  expect(sizeText([1.8, 0.854, 0.92], "en")).toBe("180 × 85 × 92 cm");
  expect(sizeText([0.055, 0.1, 0.1], "en")).toBe("5.5 × 10 × 10 cm");
});

test("lengths change to metres from two metres on", () => {
  expect(lengthText(0.92, "en")).toBe("92 cm");
  expect(lengthText(2.35, "en")).toBe("2.35 m");
});

test("prices follow the shopper's language, unknown currencies stand as they are", () => {
  expect(priceText({ amount: "1149.00", currency: "EUR" }, "en")).toBe("€1,149");
  expect(priceText({ amount: "9.5", currency: "EUR" }, "en")).toBe("€9.50");
  expect(priceText({ amount: "9", currency: "?" }, "en")).toBe("9 ?");
  expect(priceText({ amount: "on request", currency: "EUR" }, "en")).toBe("on request EUR");
});

test("only web addresses become links", () => {
  expect(safeLink("https://example.com/a")).toBe("https://example.com/a");
  for (const bad of ["javascript:alert(1)", "data:text/html,x", "not a link", "", null]) expect(safeLink(bad)).toBeNull();
});

test("identifiers are read as words", () => {
  expect(titleText("living_room")).toBe("Living room");
});

test("inches stand beside metres where the visitor's country uses them", () => {
  expect(lengthText(0.92, "en-US")).toBe("92 cm · 36.2 in");
  expect(lengthText(2.35, "en-US")).toBe("2.35 m · 7 ft 8.5 in");
  // Never "7 ft 12 in".
  expect(lengthText(2.438, "en-US")).toBe("2.44 m · 8 ft 0 in");
  expect(lengthText(0.92, "en-GB")).toBe("92 cm");
  expect(lengthText(0.92, "en")).toBe("92 cm");
  expect(lengthText(0.045, "de")).toBe("4,5 cm");
  expect(sizeInches([1.8, 0.85, 0.92], "en-US")).toBe("70.9 × 33.5 × 36.2 in");
  expect(sizeInches([1.8, 0.85, 0.92], "zh-CN")).toBeNull();
});
