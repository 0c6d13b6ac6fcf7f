import { describe, expect, it } from "vitest";

import { roomLink } from "../src/site/ar";
import { bestTag, filled, readWords, translator, wantedLanguages } from "../src/site/language";
import { Messages, readCommand, targetOrigin } from "../src/site/messages";

describe("language", () => {
  it("takes the visitor's first language that there is, exactly or by its first part", () => {
    expect(bestTag(["pt-PT", "zh-CN"], ["en", "zh"])).toBe("zh");
    expect(bestTag(["pt"], ["en", "pt-BR"])).toBe("pt-BR");
    expect(bestTag(["zh-Hant", "zh"], ["zh", "zh-Hant"])).toBe("zh-Hant");
    expect(bestTag(["fr"], ["en", "zh"])).toBeNull();
  });

  it("heeds ?lang= before the browser", () => {
    expect(wantedLanguages("?lang=zh", ["en-US"])).toEqual(["zh", "en-US"]);
    expect(wantedLanguages("", ["en-US"])).toEqual(["en-US"]);
  });

  it("fills holes and falls back to the page's language", () => {
    const t = translator(readWords('{"en": {"count": "{count} rooms"}, "zh": {}}'), "zh", "en");
    expect(t("count", { count: 3 })).toBe("3 rooms");
    expect(filled("{a} {b}", { a: 1 })).toBe("1 {b}");
  });
});

describe("targetOrigin", () => {
  it.each([
    ["", "*"],
    ["?origin=https://shop.example", "https://shop.example"],
    ["?origin=https%3A%2F%2Fshop.example%3A8443%2Fa", "https://shop.example:8443"],
    ["?origin=", null],
    ["?origin=*", null],
    ["?origin=javascript:alert(1)", null],
    ["?origin=null", null],
  ])("%s", (search, origin) => {
    expect(targetOrigin(search)).toBe(origin);
  });
});

describe("readCommand", () => {
  const told = { target: "showroom", version: 1 };

  it("takes the four commands", () => {
    expect(readCommand({ ...told, command: "start", more: 1 })).toEqual({ command: "start" });
    expect(readCommand({ ...told, command: "tour" })).toEqual({ command: "tour" });
    expect(readCommand({ ...told, command: "select", sku: "A" })).toEqual({ command: "select", sku: "A" });
    expect(readCommand({ ...told, command: "select", sku: null })).toEqual({ command: "select", sku: null });
    expect(readCommand({ ...told, command: "mode", mode: "plan" })).toEqual({ command: "mode", mode: "plan" });
  });

  it.each([
    null,
    "start",
    { command: "start" },
    { ...told, version: 2, command: "start" },
    { ...told, command: "mode", mode: "fly" },
    { ...told, command: "select", sku: 7 },
    { ...told, command: "select", sku: "x".repeat(201) },
    { ...told, command: "eval", code: "1" },
  ])("drops %j", (data) => {
    expect(readCommand(data)).toBeNull();
  });
});

/** A window in a frame, as far as messages need one. */
class Frame extends EventTarget {
  readonly sent: [unknown, string][] = [];
  readonly parent = { postMessage: (message: unknown, origin: string) => this.sent.push([message, origin]) };

  constructor(readonly location: { search: string }) {
    super();
  }

  hear(data: unknown, source: unknown, origin: string): void {
    this.dispatchEvent(Object.assign(new Event("message"), { data, source, origin }));
  }
}

describe("Messages", () => {
  const start = { target: "showroom", version: 1, command: "start" };

  it("says what the viewer tells, to the origin that was named", () => {
    const frame = new Frame({ search: "?origin=https://shop.example" });
    const view = new EventTarget();
    new Messages(frame as unknown as Window, "living-1").follow(view);
    view.dispatchEvent(new CustomEvent("showroom-stop", { detail: { index: 2, product: "SOFA" } }));
    const message = { source: "showroom", version: 1, type: "stop", showroom: "living-1", index: 2, sku: "SOFA" };
    expect(frame.sent).toEqual([[message, "https://shop.example"]]);
  });

  it("lets no detail overwrite what every message holds", () => {
    const frame = new Frame({ search: "" });
    new Messages(frame as unknown as Window, "living-1").post("tour", { source: "evil", showroom: "x", playing: true });
    expect(frame.sent).toEqual([
      [{ source: "showroom", version: 1, type: "tour", showroom: "living-1", playing: true }, "*"],
    ]);
  });

  it("is silent where there is no page around", () => {
    const alone = new Frame({ search: "" });
    Object.assign(alone, { parent: alone });
    expect(() => new Messages(alone as unknown as Window, "living-1").post("started")).not.toThrow();
    expect(alone.sent).toEqual([]);
  });

  it("heeds the page around only, and its origin where one is named", () => {
    const frame = new Frame({ search: "?origin=https://shop.example" });
    const heard: unknown[] = [];
    new Messages(frame as unknown as Window, "living-1").heed((command) => heard.push(command));
    frame.hear(start, frame.parent, "https://evil.example");
    frame.hear(start, {}, "https://shop.example");
    frame.hear("start", frame.parent, "https://shop.example");
    expect(heard).toEqual([]);
    frame.hear(start, frame.parent, "https://shop.example");
    expect(heard).toEqual([{ command: "start" }]);
  });
});

describe("roomLink", () => {
  const link = { usdz: "../assets/a.usdz", glb: "../assets/a.glb", name: "Sofa & more", store: "https://shop.example/a" };
  const page = "https://shop.example/rooms/living-1/";

  it("is Quick Look's file, true to scale", () => {
    expect(roomLink("quick-look", link, page, page)).toBe(
      "https://shop.example/rooms/assets/a.usdz#allowsContentScaling=0&canonicalWebPageURL=https%3A%2F%2Fshop.example%2Fa",
    );
  });

  it("is Scene Viewer's intent with the whole address", () => {
    const address = roomLink("scene-viewer", link, page, page)!;
    expect(address.startsWith("intent://arvr.google.com/scene-viewer/1.0?")).toBe(true);
    const query = new URLSearchParams(address.slice(address.indexOf("?"), address.indexOf("#")));
    expect(query.get("file")).toBe("https://shop.example/rooms/assets/a.glb");
    expect(query.get("title")).toBe("Sofa & more");
    expect(address).not.toContain("+");
    expect(address.endsWith("end;")).toBe(true);
  });

  it("is nothing without a device, a file or https", () => {
    expect(roomLink(null, link, page, page)).toBeNull();
    expect(roomLink("quick-look", { glb: link.glb }, page, page)).toBeNull();
    expect(roomLink("scene-viewer", link, "http://shop.example/rooms/", page)).toBeNull();
  });
});
