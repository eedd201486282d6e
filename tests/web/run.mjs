// Bundles the TypeScript tests and runs them with Node's own runner: node tests/web/run.mjs
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const tests = (await readdir(here)).filter((it) => it.endsWith(".test.ts")).map((it) => join(here, it));
const out = await mkdtemp(join(tmpdir(), "luot-web-"));
try {
  await esbuild.build({ entryPoints: tests, outdir: out, outExtension: { ".js": ".mjs" }, bundle: true, platform: "node", format: "esm" });
  const files = (await readdir(out)).map((it) => join(out, it));
  process.exitCode = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1;
} finally {
  await rm(out, { recursive: true, force: true });
}
