/** The way into the shopper's own room: Quick Look on Apple's devices, Scene Viewer on Android. */
import type { Words } from "../i18n";
import { arAddress, type ArKind } from "../model/ar_address";
import type { Ar, Product } from "../model/showroom";
import { el, icon, ICONS } from "./element";

/** What this browser can open, if anything. */
export function arKind(): ArKind | null {
  if (document.createElement("a").relList.supports("ar")) return "quick-look";
  return /android/i.test(navigator.userAgent) ? "scene-viewer" : null;
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
