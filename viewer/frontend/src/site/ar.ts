/** "View in your room" beside a product on the page: shown where the device can do it, else left hidden. */
import { arAddress, type ArKind } from "../model/ar_address";
import { arKind } from "../ui/ar_link";

/** Where a product's link leads on this device; null where it leads nowhere. */
export function roomLink(kind: ArKind | null, link: DOMStringMap, base: string, page: string): string | null {
  const whole = (path: string | undefined) => (path ? new URL(path, base).href : null);
  const ar = { usdz: whole(link.usdz), glb: whole(link.glb) };
  return kind && arAddress(kind, ar, { name: link.name ?? "", url: link.store ?? null }, page);
}

/** Show each `a.ar` that this device can follow; the links come hidden. */
export function offerAr(root: Document, opened: (sku: string) => void): void {
  const kind = arKind();
  for (const link of root.querySelectorAll<HTMLAnchorElement>("a.ar")) {
    const address = roomLink(kind, link.dataset, root.baseURI, root.URL);
    if (!address) continue;
    link.href = address;
    if (kind !== "quick-look") link.removeAttribute("rel");
    link.hidden = false;
    link.addEventListener("click", () => opened(link.dataset.sku ?? ""));
  }
}
