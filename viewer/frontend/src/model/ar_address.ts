/** Addresses that open a product in the shopper's own room: Quick Look on Apple's devices, Scene Viewer on Android. */
import { safeLink } from "./format";
import type { Ar, Product } from "./product";

/** What a browser can open. */
export type ArKind = "quick-look" | "scene-viewer";

/** Android's link to Scene Viewer; null where the model has no https address, which Scene Viewer asks for. */
function sceneViewerIntent(
  model: string,
  title: string,
  page: string,
  options: Readonly<Record<string, string>>,
): string | null {
  if (!model.startsWith("https:")) return null;
  const query = new URLSearchParams({ file: model, mode: "ar_preferred", title, ...options });
  return (
    `intent://arvr.google.com/scene-viewer/1.0?${query.toString().replace(/\+/g, "%20")}` +
    "#Intent;scheme=https;package=com.google.android.googlequicksearchbox;action=android.intent.action.VIEW;" +
    `S.browser_fallback_url=${encodeURIComponent(page)};end;`
  );
}

/** Address that opens a product at its true size; null where it has no file for that. `ar` holds whole addresses. */
export function arAddress(kind: ArKind, ar: Ar, product: Pick<Product, "name" | "url">, page: string): string | null {
  const link = safeLink(product.url);
  if (kind === "scene-viewer")
    return ar.glb && sceneViewerIntent(ar.glb, product.name, page, { resizable: "false", ...(link ? { link } : {}) });
  if (!ar.usdz) return null;
  const options = new URLSearchParams({ allowsContentScaling: "0" });
  if (link) options.set("canonicalWebPageURL", link);
  return `${ar.usdz}#${options}`;
}
