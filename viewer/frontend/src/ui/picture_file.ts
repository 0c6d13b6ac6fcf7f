/** Hands a picture to the visitor as a download. */

/** The object's address lives this long: some browsers fetch it only after the click. */
const KEPT_MS = 30_000;

export function savePicture(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
