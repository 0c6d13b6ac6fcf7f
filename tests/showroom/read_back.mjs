// Read files with glTF-Transform: node read_back.mjs <frontend folder> FILE...
// Prints, for each: node names, bounds of the scene, materials, variants, images, and one UV corner.
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [frontend, ...files] = process.argv.slice(2);
const require = createRequire(path.resolve(frontend, "package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { NodeIO, getBounds } = await load("@gltf-transform/core");
const { ALL_EXTENSIONS } = await load("@gltf-transform/extensions");
const { MeshoptDecoder } = await load("three/examples/jsm/libs/meshopt_decoder.module.js");
await MeshoptDecoder.ready;
const io = new NodeIO()
  .registerExtensions(ALL_EXTENSIONS)
  .registerDependencies({ "meshopt.decoder": MeshoptDecoder });
const answers = [];
for (const file of files) {
  const root = (await io.read(file)).getRoot();
  const primitive = root.listMeshes()[0].listPrimitives()[0];
  const uv = primitive.getAttribute("TEXCOORD_0");
  const mappings = primitive.getExtension("KHR_materials_variants")?.listMappings() ?? [];
  answers.push({
    nodes: root.listNodes().map((node) => node.getName()),
    bounds: getBounds(root.listScenes()[0]),
    materials: root.listMaterials().map((material) => material.getName()),
    variants: mappings.map((m) => [m.listVariants()[0].getName(), m.getMaterial().getName()]),
    images: root.listTextures().map((texture) => texture.getMimeType()),
    triangles: primitive.getIndices().getCount() / 3,
    uvs: Array.from({ length: uv.getCount() }, (_, index) => uv.getElement(index, [])),
  });
}
process.stdout.write(JSON.stringify(answers));
