// Builds every browser page and the typeface: node build.mjs [--watch]
//
// Each page becomes static/built/<page>.js and .css beside a manifest.json that maps a file to its address with
// a content hash, so a shell can let browsers keep the files for ever. A page whose main.ts is absent is skipped.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const watching = process.argv.includes("--watch");

const PAGES = [
  {
    out: "display/luot_display/static/built",
    entries: { display: "display/web/main.ts", enrol: "display/web/enrol.ts" },
    most: { "display.js": 40_000 }, // bytes gzipped: a television of 2019 has the processor of a telephone of 2014
  },
  { out: "counter/luot_counter/static/built", entries: { counter: "counter/web/main.ts" } },
  {
    out: "server/luot_server/static/built",
    entries: {
      manager: "server/web/manager/main.ts",
      phone: "server/web/phone/main.ts",
      guide: "server/web/guide/main.ts",
      rating: "server/web/rating/main.ts",
      docs: "server/web/docs/docs.css",
    },
    most: { "phone.js": 40_000 }, // bytes gzipped: on somebody's own data plan
  },
  {
    out: "kiosk/luot_kiosk/static/built",
    entries: { kiosk: "kiosk/web/main.ts" },
    target: ["chrome90"], // what a kiosk bought years ago was delivered with; a test looks for what it lacks
    most: { "kiosk.js": 60_000 }, // bytes gzipped: a slow processor reads every one of them before the first tile
  },
];

// A television of 2019 runs Chromium 63: modules and grid, but neither flex gaps nor the globalThis lit-html asks for.
const TARGET = ["es2019", "chrome63"];
const define = { globalThis: "window" };

const PAGE_WEIGHTS = ["400Regular", "600SemiBold", "700Bold", "800ExtraBold"];
const PAGE_FONTS = "server/web/shared/fonts";
// The slip names the files it draws with: {"package": …, "files": {weight: path in the package}}.
const SLIP_FONT_LIST = "kiosk/luot_slip/fonts.json";
const SLIP_FONTS = "kiosk/luot_slip/fonts";

const started = Date.now();
await fonts();
for (const page of PAGES) await build(page);
if (watching) console.log("watching for changes; Ctrl-C ends");
else if (!process.exitCode) console.log(`built in ${((Date.now() - started) / 1000).toFixed(1)} s`);

async function build({ out, entries, target = TARGET, most = {} }) {
  const present = Object.fromEntries(Object.entries(entries).filter(([, main]) => existsSync(join(root, main))));
  if (Object.keys(present).length === 0) return;
  const outdir = join(root, out);
  const options = {
    absWorkingDir: root,
    entryPoints: present,
    outdir,
    bundle: true,
    write: false,
    format: "esm",
    target,
    define,
    minify: !watching,
    sourcemap: watching ? "inline" : false,
    legalComments: "eof",
    charset: "utf8",
    loader: { ".woff2": "file" },
    assetNames: "[name]-[hash]",
    logLevel: "warning",
    plugins: [{ name: "write", setup: (it) => it.onEnd((result) => write(outdir, most, result)) }],
  };
  if (watching) {
    // A broken file is reported and waited for, as any later mistake is.
    const context = await esbuild.context(options);
    await context.watch();
  } else {
    // esbuild has told what is wrong; the other pages are still built.
    await esbuild.build(options).catch(() => (process.exitCode = 1));
  }
}

/** New files first, the old ones away last: a page that is being served meanwhile stays whole. */
async function write(outdir, most, { errors, outputFiles }) {
  if (errors.length > 0) return;
  await mkdir(outdir, { recursive: true });
  const manifest = {};
  const kept = new Set(["manifest.json", "OFL.txt", ...outputFiles.map((it) => basename(it.path))]);
  for (const file of outputFiles) {
    const name = basename(file.path);
    if (/\.(js|css)$/.test(name)) manifest[name] = `${name}?v=${hash(file.contents)}`;
    await writeFile(file.path, file.contents);
    if (name in most && !watching) weigh(name, file.contents, most[name]);
  }
  await writeFile(join(outdir, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const name of await readdir(outdir)) if (!kept.has(name)) await rm(join(outdir, name), { recursive: true });
}

/** Says what a script weighs on the wire, and fails the build where that is too much. */
function weigh(name, contents, most) {
  const bytes = gzipSync(contents, { level: 9 }).length;
  console.log(`${name}: ${(bytes / 1000).toFixed(1)} kB gzipped, at most ${most / 1000}`);
  if (bytes > most) process.exitCode = 1;
}

async function fonts() {
  const { compress } = require("wawoff2");
  const packaged = join(root, "node_modules/@expo-google-fonts/be-vietnam-pro");
  for (const weight of PAGE_WEIGHTS) {
    const from = join(packaged, weight, `BeVietnamPro_${weight}.ttf`);
    const to = join(root, PAGE_FONTS, `be-vietnam-pro-${weight.slice(0, 3)}.woff2`);
    await made(to, from, async () => writeFile(to, await compress(await readFile(from))));
  }
  const slip = JSON.parse(await readFile(join(root, SLIP_FONT_LIST), "utf8"));
  for (const path of Object.values(slip.files)) {
    const from = join(root, "node_modules", slip.package, path);
    const to = join(root, SLIP_FONTS, basename(path));
    await made(to, from, () => copyFile(from, to));
  }
  // The fonts' licence travels with them wherever they are handed on.
  const licence = join(packaged, "LICENSE_FONT");
  for (const folder of [SLIP_FONTS, ...PAGES.map((it) => it.out)]) {
    const to = join(root, folder, "OFL.txt");
    await made(to, licence, () => copyFile(licence, to));
  }
}

/** Makes `to` out of `from`, unless it is already there and no older. */
async function made(to, from, make) {
  if (existsSync(to) && (await stat(to)).mtimeMs >= (await stat(from)).mtimeMs) return;
  await mkdir(dirname(to), { recursive: true });
  await make();
}

function hash(bytes) {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 10);
}
