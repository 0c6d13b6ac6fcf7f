/** Files over the network with progress, and GLB into a scene. Errors name the file. */
import type { Group, Object3D } from "three";
import { GLTFLoader } from "three/examples/jsm/loaders/GLTFLoader.js";
import { MeshoptDecoder } from "three/examples/jsm/libs/meshopt_decoder.module.js";

import { Looks } from "./looks";

export class MissingFile extends Error {
  constructor(
    readonly file: string,
    readonly reason: string,
  ) {
    super(`${file}: ${reason}`);
    this.name = "MissingFile";
  }
}

export class DamagedFile extends Error {
  constructor(
    readonly file: string,
    detail: string,
  ) {
    super(`${file}: ${detail}`);
    this.name = "DamagedFile";
  }
}

export const fileName = (url: string): string =>
  decodeURIComponent(new URL(url, "http://local/").pathname.split("/").pop() ?? url);

async function get(url: string, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { signal, credentials: "same-origin" });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new MissingFile(fileName(url), "no answer from the server");
  }
  if (!response.ok) throw new MissingFile(fileName(url), `the server answered ${response.status}`);
  return response;
}

export async function loadJson(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await get(url, signal);
  try {
    return await response.json();
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new DamagedFile(fileName(url), "not JSON");
  }
}

export interface LoadedGlb {
  readonly scene: Group;
  /** Size of the file. */
  readonly bytes: number;
  /** Nodes by the name in the file: three.js changes names it finds awkward, and SKUs are that. */
  readonly nodes: ReadonlyMap<string, Object3D>;
  /** The variants that the file has, if any. */
  readonly looks: Looks | null;
}

/** A file whole; `progress` gets the share loaded, or null while the size is unknown. */
export async function loadBytes(
  url: string,
  signal: AbortSignal,
  progress: (share: number | null) => void,
): Promise<ArrayBuffer> {
  const response = await get(url, signal);
  const total = Number(response.headers.get("content-length")) || 0;
  const encoded = response.headers.get("content-encoding");
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body!.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.length;
    progress(total > 0 && !encoded ? Math.min(1, size / total) : null);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes.buffer;
}

/** The GLB's scene. */
export async function loadGlb(
  url: string,
  signal: AbortSignal,
  progress: (share: number | null) => void,
): Promise<LoadedGlb> {
  const bytes = await loadBytes(url, signal, progress);
  const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
  try {
    const gltf = await loader.parseAsync(bytes, "");
    const nodes = new Map<string, Object3D>();
    const definitions = gltf.parser.json.nodes as { name?: string }[];
    for (const [object, reference] of gltf.parser.associations) {
      const index = (reference as { nodes?: number } | undefined)?.nodes;
      const name = index === undefined ? undefined : definitions[index]?.name;
      if (name !== undefined && "isObject3D" in object) nodes.set(name, object as Object3D);
    }
    return { scene: gltf.scene, nodes, bytes: bytes.byteLength, looks: Looks.of(gltf) };
  } catch (cause) {
    throw new DamagedFile(fileName(url), cause instanceof Error ? cause.message : String(cause));
  }
}
