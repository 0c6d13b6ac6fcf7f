/** "View in your room": Quick Look on Apple's devices, Scene Viewer on Android, hidden where neither can be. */

/** Android's link to Scene Viewer; null where the model has no https address, which Scene Viewer asks for. */
export function sceneViewerIntent(model: string, title: string, page: string): string | null {
  if (!model.startsWith("https:")) return null;
  const query = new URLSearchParams({ file: model, mode: "ar_preferred", title });
  return (
    `intent://arvr.google.com/scene-viewer/1.0?${query.toString().replace(/\+/g, "%20")}` +
    "#Intent;scheme=https;package=com.google.android.googlequicksearchbox;action=android.intent.action.VIEW;" +
    `S.browser_fallback_url=${encodeURIComponent(page)};end;`
  );
}

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
