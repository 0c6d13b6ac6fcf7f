import { expect, test } from "vitest";
import { arAddress } from "../src/model/ar_address";
import { readProduct } from "../src/model/product";
import { offers } from "../src/ui/variants";

const SOFA = readProduct(
  {
    sku: "S",
    name: "Sofa & chair",
    size_m: [1, 1, 1],
    url: "https://example.com/s?a=1&b=2",
    variants: [{ sku: "S-R", name: "Red", price: null, url: null }],
  },
  "products[0]",
);
const AR = { usdz: "https://cdn.example/s.usdz", glb: "https://cdn.example/s.glb" };

test("Quick Look keeps the true size and leads back to the store", () => {
  const address = arAddress("quick-look", AR, SOFA, "https://shop.example/")!;
  expect(address.split("#")[0]).toBe(AR.usdz);
  const options = new URLSearchParams(address.split("#")[1]);
  expect(options.get("allowsContentScaling")).toBe("0");
  expect(options.get("canonicalWebPageURL")).toBe(SOFA.url);
});

test("Scene Viewer gets an intent; what the name holds cannot break out of it", () => {
  const sly = { ...SOFA, name: "a#Intent;package=evil;end;" };
  const address = arAddress("scene-viewer", AR, sly, "https://shop.example/?x=1;y=2#z")!;
  expect(address.match(/#Intent;/g)).toHaveLength(1);
  const [query, intent] = address.split("#Intent;") as [string, string];
  expect(new URLSearchParams(query.split("?")[1]).get("file")).toBe(AR.glb);
  expect(new URLSearchParams(query.split("?")[1]).get("title")).toBe(sly.name);
  expect(intent.split(";").at(3)).toBe("S.browser_fallback_url=https%3A%2F%2Fshop.example%2F%3Fx%3D1%3By%3D2%23z");
  expect(query).toContain("resizable=false");
  // Scene Viewer fetches over https only.
  expect(arAddress("scene-viewer", { ...AR, glb: "http://cdn.example/s.glb" }, SOFA, "x")).toBeNull();
  expect(intent.endsWith(";end;")).toBe(true);
});

test("a product without the file has no way there", () => {
  expect(arAddress("quick-look", { ...AR, usdz: null }, SOFA, "x")).toBeNull();
  expect(arAddress("scene-viewer", { ...AR, glb: null }, SOFA, "x")).toBeNull();
});

test("looks of the file are the product's own and its variants", () => {
  expect(offers(SOFA, ["Standard", "Red"])).toEqual([
    { look: "Standard", variant: null },
    { look: "Red", variant: SOFA.variants[0] },
  ]);
});
