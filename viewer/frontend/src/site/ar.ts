/** "View in your room": Quick Look on Apple's devices, Scene Viewer on Android, hidden where neither can be. */
import { sceneViewerIntent } from "../model/ar_address";

/** Show each `a.ar` that this device can follow; the links come hidden. */
export function offerAr(root: Document, opened: (sku: string) => void): void {
  const quickLook = root.createElement("a").relList.supports("ar");
  const android = /android/i.test(navigator.userAgent);
  for (const link of root.querySelectorAll<HTMLAnchorElement>("a.ar")) {
    const { glb, name, sku } = link.dataset;
    if (!quickLook || !link.hasAttribute("href")) {
      const intent = android && glb ? sceneViewerIntent(new URL(glb, root.baseURI).href, name ?? "", root.URL) : null;
      if (!intent) continue;
      link.href = intent;
      link.removeAttribute("rel");
    }
    link.hidden = false;
    link.addEventListener("click", () => opened(sku ?? ""));
  }
}
