// Validate files: node gltf_validator.mjs <folder of the npm package gltf-validator> FILE...
// Prints one JSON array of messages for each file, in one array.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import path from "node:path";

const [folder, ...files] = process.argv.slice(2);
const validator = createRequire(import.meta.url)(path.resolve(folder));
const answers = [];
for (const file of files) {
  try {
    const report = await validator.validateBytes(new Uint8Array(await readFile(file)), {
      uri: path.basename(file),
      maxIssues: 1000,
    });
    answers.push(report.issues.messages);
  } catch (error) {
    answers.push([{ severity: 0, code: "NOT_GLTF", message: String(error), pointer: "" }]);
  }
}
process.stdout.write(JSON.stringify(answers));
