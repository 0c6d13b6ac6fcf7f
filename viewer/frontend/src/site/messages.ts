/**
 * What a framed room tells the page around it, and what that page may ask. Nothing private is sent: SKUs, links and
 * what was pressed. `viewer/EMBED.md` is the contract.
 */
export const VERSION = 1;

export type MessageType =
  | "started"
  | "loaded"
  | "stop"
  | "product-viewed"
  | "product-closed"
  | "product-missing"
  | "variant-chosen"
  | "link-clicked"
  | "ar-opened"
  | "mode"
  | "tour"
  | "error";

export interface Message {
  readonly source: "showroom";
  readonly version: typeof VERSION;
  readonly type: MessageType;
  readonly showroom: string;
  readonly [detail: string]: unknown;
}

export type Command =
  | { readonly command: "start" }
  | { readonly command: "tour" }
  | { readonly command: "select"; readonly sku: string | null }
  | { readonly command: "mode"; readonly mode: Mode };

const MODES = ["walk", "orbit", "plan"] as const;
export type Mode = (typeof MODES)[number];
const LONGEST_SKU = 200;

/** Whom messages are for: the origin that `?origin=` names, anyone without it, nobody (null) where it is no origin. */
export function targetOrigin(search: string): string | null {
  const asked = new URLSearchParams(search).get("origin");
  if (asked === null) return "*";
  try {
    const { origin, protocol } = new URL(asked);
    return protocol === "https:" || protocol === "http:" ? origin : null;
  } catch {
    return null;
  }
}

/** A command of the page around, or null for anything else: every field is checked, unknown ones are dropped. */
export function readCommand(data: unknown): Command | null {
  if (typeof data !== "object" || data === null) return null;
  const { target, version, command, sku, mode } = data as Record<string, unknown>;
  if (target !== "showroom" || version !== VERSION) return null;
  if (command === "start" || command === "tour") return { command };
  if (command === "select" && (sku === null || (typeof sku === "string" && sku.length <= LONGEST_SKU)))
    return { command, sku };
  if (command === "mode") {
    const known = MODES.find((one) => one === mode);
    return known ? { command, mode: known } : null;
  }
  return null;
}

/** The viewer's events and the messages that they become. */
const TOLD: Readonly<Record<string, (detail: Record<string, unknown>) => [MessageType, Record<string, unknown>]>> = {
  "showroom-loaded": ({ loaded }) => ["loaded", { stage: loaded }],
  "showroom-stop": ({ index, product }) => ["stop", { index, sku: product }],
  "showroom-select": ({ sku, name }) => ["product-viewed", { sku, name }],
  "showroom-close": ({ sku }) => ["product-closed", { sku }],
  "showroom-missing": ({ sku }) => ["product-missing", { sku }],
  "showroom-variant": ({ sku, variant, name }) => ["variant-chosen", { sku, variant, name }],
  "showroom-link": ({ sku, url }) => ["link-clicked", { sku, url }],
  "showroom-ar": ({ sku }) => ["ar-opened", { sku }],
  "showroom-mode": ({ mode }) => ["mode", { mode }],
  "showroom-tour": ({ playing }) => ["tour", { playing }],
  "showroom-error": ({ reason, message }) => ["error", { reason, message }],
};

/** The line between a framed page and the page around it; silent where there is none. */
export class Messages {
  private readonly target: string | null;

  constructor(
    private readonly page: Window,
    private readonly showroom: string,
  ) {
    this.target = targetOrigin(page.location.search);
    if (this.target === null)
      console.error("showroom: ?origin= is no origin as https://shop.example, so nothing is sent");
  }

  post(type: MessageType, detail: Readonly<Record<string, unknown>> = {}): void {
    if (this.page.parent === this.page || this.target === null) return;
    const message: Message = { ...detail, source: "showroom", version: VERSION, type, showroom: this.showroom };
    this.page.parent.postMessage(message, this.target);
  }

  /** Tell what the viewer's element tells. */
  follow(view: EventTarget): void {
    for (const [name, told] of Object.entries(TOLD))
      view.addEventListener(name, (event) => this.post(...told((event as CustomEvent<Record<string, unknown>>).detail)));
  }

  /** Heed commands of the page around, and of nobody else. */
  heed(obey: (command: Command) => void): void {
    this.page.addEventListener("message", (event) => {
      if (this.page.parent === this.page || event.source !== this.page.parent) return;
      if (this.target !== "*" && event.origin !== this.target) return;
      const command = readCommand(event.data);
      if (command) obey(command);
    });
  }
}
