/** The way into the shopper's own room: Quick Look on Apple's devices, Scene Viewer on Android. */
import type { Words } from "../i18n";
import { safeLink } from "../model/format";
import type { Ar, Product } from "../model/showroom";
import { el, icon, ICONS } from "./element";

/** What this browser can open. */
export type ArKind = "quick-look" | "scene-viewer";

export function arKind(): ArKind | null {
  if (document.createElement("a").relList.supports("ar")) return "quick-look";
  return /android/i.test(navigator.userAgent) ? "scene-viewer" : null;
}

/** Address that opens a product at its true size; null where its file is missing. `ar` holds whole addresses. */
export function arAddress(kind: ArKind, ar: Ar, product: Pick<Product, "name" | "url">, page: string): string | null {
  const link = safeLink(product.url);
  if (kind === "quick-look") {
    if (!ar.usdz) return null;
    const options = new URLSearchParams({ allowsContentScaling: "0" });
    if (link) options.set("canonicalWebPageURL", link);
    return `${ar.usdz}#${options}`;
  }
  if (!ar.glb) return null;
  const options = new URLSearchParams({ file: ar.glb, mode: "ar_preferred", resizable: "false", title: product.name });
  if (link) options.set("link", link);
  const intent = [
    "scheme=https",
    "package=com.google.android.googlequicksearchbox",
    "action=android.intent.action.VIEW",
    `S.browser_fallback_url=${encodeURIComponent(page)}`,
  ];
  // Scene Viewer shows a plus as a plus.
  const query = String(options).replaceAll("+", "%20");
  return `intent://arvr.google.com/scene-viewer/1.0?${query}#Intent;${intent.join(";")};end;`;
}

/** The button, where this browser and the product have what it takes. */
export function arLink(product: Product, ar: Ar | null, poster: string | null, t: Words, opened: (kind: ArKind) => void): HTMLElement | null {
  const kind = arKind();
  const address = kind && ar && arAddress(kind, ar, product, location.href);
  if (!kind || !address) return null;
  const attributes = { class: "button ar", href: address, rel: kind === "quick-look" ? "ar" : null };
  // Quick Look asks for exactly one child, a picture: the words stand beside the link.
  const link =
    kind === "quick-look"
      ? el("a", { ...attributes, class: "ar-picture", "aria-label": t("ar") }, el("img", { src: poster ?? "", alt: t("ar") }))
      : el("a", attributes, icon(ICONS.orbit), t("ar"));
  link.addEventListener("click", () => opened(kind));
  return kind === "quick-look" ? el("div", { class: "button ar" }, icon(ICONS.orbit), el("span", {}, t("ar")), link) : link;
}
