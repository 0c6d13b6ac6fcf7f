/** The variants of a product file (KHR_materials_variants): their names, their colours, and wearing one. */
import type { Material, Mesh, MeshStandardMaterial, Object3D } from "three";
import type { GLTF, GLTFParser } from "three/examples/jsm/loaders/GLTFLoader.js";

const EXTENSION = "KHR_materials_variants";
/** A texture this small is its own mean to the eye. */
const SWATCH_PX = 8;

interface Mapping {
  readonly material: number;
  readonly variants: readonly number[];
}

interface Dressed {
  readonly mesh: Mesh;
  readonly mappings: readonly Mapping[];
}

export class Looks {
  private constructor(
    /** The product's own first, as the file has them. */
    readonly names: readonly string[],
    private readonly meshes: readonly Dressed[],
    private readonly parser: GLTFParser,
  ) {}

  static of(gltf: GLTF): Looks | null {
    const said = extensionOf(gltf) as { variants?: { name: string }[] } | undefined;
    const meshes: Dressed[] = [];
    gltf.scene.traverse((node) => {
      const mappings = (extensionOf(node) as { mappings?: Mapping[] } | undefined)?.mappings;
      if (mappings) meshes.push({ mesh: node as Mesh, mappings });
    });
    if (!said?.variants || meshes.length === 0) return null;
    return new Looks(said.variants.map(({ name }) => name), meshes, gltf.parser);
  }

  /** Give the file's scene this look; pictures that no look showed yet are decoded first. */
  async wear(name: string): Promise<void> {
    const materials = await Promise.all(this.meshes.map((dressed) => this.material(dressed, name)));
    this.meshes.forEach(({ mesh }, i) => {
      const material = materials[i];
      if (!material) return;
      mesh.material = material;
      this.parser.assignFinalMaterial(mesh);
    });
  }

  /** A colour for each look, as CSS has them: the mean of its largest picture. */
  async colours(): Promise<Map<string, string>> {
    const told = new Map<string, string>();
    for (const name of this.names) {
      const material = await this.material(this.meshes[0]!, name);
      if (material) told.set(name, meanColour(material as MeshStandardMaterial));
    }
    return told;
  }

  private async material({ mappings }: Dressed, name: string): Promise<Material | null> {
    const index = this.names.indexOf(name);
    const mapping = mappings.find(({ variants }) => variants.includes(index));
    return mapping ? ((await this.parser.getDependency("material", mapping.material)) as Material) : null;
  }
}

function extensionOf(object: Object3D | GLTF): unknown {
  return (object.userData as { gltfExtensions?: Record<string, unknown> }).gltfExtensions?.[EXTENSION];
}

function meanColour({ map, color }: MeshStandardMaterial): string {
  const image = map?.image as CanvasImageSource | undefined;
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!image || !context) return `#${color.getHexString()}`;
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, SWATCH_PX, SWATCH_PX);
  const { data } = context.getImageData(0, 0, SWATCH_PX, SWATCH_PX);
  const sum = [0, 0, 0];
  data.forEach((value, i) => {
    if (i % 4 < 3) sum[i % 4]! += value;
  });
  return `rgb(${sum.map((total) => Math.round(total / SWATCH_PX ** 2)).join(" ")})`;
}
