// Adds up what the test runs of a folder wrote (*.trx): names and messages of failures, then one line of sums.
// The second argument is the number of projects that ended without a result for what went wrong; each counts as one failure.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const entities = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
const plain = text => text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, dec, name) =>
  hex ? String.fromCodePoint(parseInt(hex, 16)) : dec ? String.fromCodePoint(+dec) : entities[name] ?? all);
const inner = (text, tag) => plain(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(text)?.[1] ?? "").trimEnd();
const indented = text => text.split("\n").map(line => `    ${line}`).join("\n");

let passed = 0, failed = Number(process.argv[3] ?? 0), skipped = 0;
for (const file of readdirSync(folder).filter(name => name.endsWith(".trx")).sort()) {
  const trx = readFileSync(join(folder, file), "utf8");
  for (const [, attributes, body = ""] of trx.matchAll(/<UnitTestResult\b((?:\s[\w:]+="[^"]*")*)\s*(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)) {
    const outcome = /\soutcome="(\w+)"/.exec(attributes)?.[1];
    if (outcome === "Passed") passed++;
    else if (outcome === "NotExecuted") skipped++;
    else {
      failed++;
      console.log(`FAILED ${file.replace(/\.trx$/, "")}: ${plain(/\stestName="([^"]*)"/.exec(attributes)?.[1] ?? "?")}`);
      console.log(indented(inner(body, "Message")));
      const ours = inner(body, "StackTrace").split("\n").filter(line => / in .+:line \d+/.test(line)).slice(0, 6).map(line => line.trim());
      if (ours.length) console.log(indented(ours.join("\n")));
      console.log();
    }
  }
}
if (passed + failed + skipped === 0) console.log("No test ran.");
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
