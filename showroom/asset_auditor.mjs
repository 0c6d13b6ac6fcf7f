// Audit masters: node asset_auditor.mjs <folder of the npm package @khronosgroup/gltf-asset-auditor> FILE...
// Prints one JSON array for each file, in one array: name, message and verdict of every check of its recommended schema.
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
// Its engine greets on the console, where only the answer may stand.
console.log = () => {};
const { Auditor } = await import(pathToFileURL(path.resolve(folder, "dist", "Auditor.js")).href);
const answers = [];
for (const file of files) {
  const auditor = new Auditor();
  auditor.schema.loadFromSchemaObject(auditor.schema.getRecommended());
  await auditor.model.loadFromFileSystem([path.resolve(file)]);
  await auditor.generateReport();
  const tested = auditor.report.getItems().filter((item) => item.tested);
  answers.push(tested.map(({ name, message, pass }) => ({ name, message, pass })));
}
process.stdout.write(JSON.stringify(answers), () => process.exit(0));
