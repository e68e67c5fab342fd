// The sprite of the icons that views name, taken from lucide-static. A name that is no icon there fails the build.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const lucide = fileURLToPath(new URL("../../node_modules/lucide-static/", import.meta.url));
const filled = new Set(["square"]);
const notOurs = /(^|[\\/])(bin|obj|lib|node_modules|Migrations)[\\/]/;

// In views: name="send", name="@(some ? "one" : "other")". In code: Icon: "send", Icon = "send". In scripts: icon("send").
const patterns = {
  cshtml: [/<icon\s+name="([a-z0-9-]+)"/g, /\bIcon\w*\s*(?::|=>?)\s*"([a-z0-9-]+)"/g],
  cs: [/\bIcon\w*\s*(?::|=>?)\s*"([a-z0-9-]+)"/g],
  js: [/\bicon\("([a-z0-9-]+)"\)/g],
};
const chosen = /<icon\s+name="@\(([^)]*)\)"/g, choice = /(?:\?|:|=>)\s*"([a-z0-9-]+)"/g;

function* namesIn(kind, text) {
  for (const pattern of patterns[kind]) for (const [, name] of text.matchAll(pattern)) yield name;
  if (kind === "cshtml") for (const [, expression] of text.matchAll(chosen)) for (const [, name] of expression.matchAll(choice)) yield name;
}

export function sprite(source) {
  const names = new Map();
  for (const path of readdirSync(source, { recursive: true })) {
    const kind = /\.(cshtml|cs|js)$/.exec(path)?.[1];
    if (!kind || notOurs.test(path)) continue;
    for (const name of namesIn(kind, readFileSync(join(source, path), "utf8"))) if (!names.has(name)) names.set(name, path);
  }
  const symbols = [...names.keys()].sort().map(name => {
    const file = join(lucide, "icons", `${name}.svg`);
    if (!existsSync(file)) throw new Error(`${relative(".", join(source, names.get(name)))}: error CM0002: "${name}" is no icon of lucide-static. See https://lucide.dev/icons for the names.`);
    const [, shapes] = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(readFileSync(file, "utf8"));
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="${filled.has(name) ? "currentColor" : "none"}" stroke="currentColor" stroke-width="1.75" `
      + `stroke-linecap="round" stroke-linejoin="round">${shapes.replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>")}</symbol>`;
  });
  const licence = /Copyright[^\n]*/.exec(readFileSync(join(lucide, "LICENSE"), "utf8"))[0];
  return `<svg xmlns="http://www.w3.org/2000/svg">\n<!-- Icons from Lucide (lucide.dev), ISC License. ${licence} -->\n${symbols.join("\n")}\n</svg>\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.stdout.write(sprite(process.argv[2]));
  } catch (e) {
    console.error(e.message);
    process.exitCode = 1;
  }
}
