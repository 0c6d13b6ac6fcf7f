// Read a GLB with three.js: node three_placements.mjs <frontend folder> FILE
// Prints the world matrix of each node that bears a SKU, column by column, by the name in the file.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [frontend, file] = process.argv.slice(2);
const require = createRequire(path.resolve(frontend, "package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { GLTFLoader } = await load("three/examples/jsm/loaders/GLTFLoader.js");

globalThis.ProgressEvent ??= class extends Event {};
const bytes = readFileSync(file);
const length = bytes.readUInt32LE(12);
const doc = JSON.parse(bytes.subarray(20, 20 + length).toString());
// Pictures need a browser to be decoded; placements do not need pictures.
for (const mesh of doc.meshes ?? []) for (const primitive of mesh.primitives) delete primitive.material;
for (const key of ["images", "textures", "materials", "samplers"]) delete doc[key];
doc.buffers[0].uri = `data:application/octet-stream;base64,${bytes.subarray(28 + length).toString("base64")}`;
const { scene, parser } = await new GLTFLoader().parseAsync(JSON.stringify(doc), "");
scene.updateMatrixWorld(true);
const found = {};
scene.traverse((node) => {
  const index = parser.associations.get(node)?.nodes;
  if (index !== undefined && doc.nodes[index].extras?.sku) found[doc.nodes[index].name] = node.matrixWorld.elements;
});
process.stdout.write(JSON.stringify(found));
