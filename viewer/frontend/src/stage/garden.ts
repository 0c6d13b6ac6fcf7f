/** What is seen through the windows: a panorama on a cylinder around the room, far enough to stand still. */
import { BackSide, CylinderGeometry, Mesh, MeshBasicMaterial, RepeatWrapping, SRGBColorSpace, Texture, type Vector3 } from "three";

import { DamagedFile, fileName, loadBytes } from "./load";

const RADIUS_M = 40;
const EYE_M = 1.5;
/** Tangents of the elevation at the panorama's edges. */
const LOWEST = -0.6;
const HIGHEST = 0.8;

export async function loadGarden(url: string, centre: Vector3, signal: AbortSignal): Promise<Mesh<CylinderGeometry, MeshBasicMaterial>> {
  const bytes = await loadBytes(url, signal, () => {});
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(new Blob([bytes], { type: "image/webp" }), { imageOrientation: "flipY" });
  } catch (cause) {
    throw new DamagedFile(fileName(url), cause instanceof Error ? cause.message : String(cause));
  }
  const texture = new Texture(picture);
  texture.flipY = false;
  texture.colorSpace = SRGBColorSpace;
  texture.wrapS = RepeatWrapping;
  // The cylinder begins at +z, the panorama at -z.
  texture.offset.x = 0.5;
  texture.needsUpdate = true;
  const geometry = new CylinderGeometry(RADIUS_M, RADIUS_M, (HIGHEST - LOWEST) * RADIUS_M, 48, 1, true);
  const garden = new Mesh(geometry, new MeshBasicMaterial({ map: texture, side: BackSide, toneMapped: false }));
  garden.position.set(centre.x, EYE_M + ((LOWEST + HIGHEST) / 2) * RADIUS_M, centre.z);
  garden.name = "garden";
  return garden;
}
