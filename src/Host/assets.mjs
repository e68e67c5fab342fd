// Joins the browser's scripts, styles and icons, so that a page needs few requests. Written only when changed: the build is incremental by time stamps.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sprite } from "./icons.mjs";

const root = new URL("../../", import.meta.url);
const lib = new URL("wwwroot/lib/", import.meta.url);
const htmx = new URL("node_modules/htmx.org/dist/", root);
const read = (base, path) => readFileSync(new URL(path, base), "utf8");

function write(name, text) {
  const file = fileURLToPath(new URL(name, lib));
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
}

mkdirSync(lib, { recursive: true });
write("htmx.js", ["htmx.min.js", "ext/hx-sse.min.js", "ext/hx-csp.min.js"].map(path => read(htmx, path).replace(/\n?\/\/# sourceMappingURL=.*$/m, "")).join(";\n"));
// Browsers need neither whole-line comments nor indentation.
const bare = text => text.replace(/^\s*\/\/.*\n|^ +/gm, "");
const script = name => bare(read(new URL("wwwroot/js/", import.meta.url), `${name}.js`));
// One function around these: the parts share their names, and the page's other scripts see none of those.
const page = ["page", "answers", "feed", "composer", "presence", "mention", "reading", "list", "notices"].map(name => script(`chat/${name}`)).join("\n");
write("chat.js", `(() => {\n${page}})();\n${script("cite")}\n${script("message")}\n${script("code")}`);
write("growing.js", script("growing"));
write("share.js", script("share"));
write("rail.js", `(() => {\n${script("rail")}\n${script("chat/list")}})();`);
write("app.css", ["tokens", "base", "layout", "chat", "pages"].map(name => read(new URL("wwwroot/css/", import.meta.url), `${name}.css`)).join("\n"));

try {
  write("icons.svg", sprite(fileURLToPath(new URL("src/", root))));
} catch (e) {
  console.error(e.message);
  process.exitCode = 1;
}
