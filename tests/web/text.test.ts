import assert from "node:assert/strict";
import { test } from "node:test";
import { filled, language, pick, texts } from "../../server/web/shared/text";

const { t, both } = texts({ "a.wait": "chờ {n} phút" }, { "a.wait": "wait {n} min" });

test("Vietnamese is spoken until somebody chooses otherwise", () => {
  assert.equal(language(), "vi");
  assert.equal(t("a.wait", { n: 5 }), "chờ 5 phút");
  assert.equal(pick({ vi: "Quầy", en: "Counter" }), "Quầy");
});

test("both languages at once, each with its own names", () => {
  assert.deepEqual(both("a.wait", { n: 5 }), { vi: "chờ 5 phút", en: "wait 5 min" });
  assert.equal(filled("do {agency} giải quyết", { agency: { vi: "UBND phường", en: "the ward" } }, "vi"), "do UBND phường giải quyết");
});

test("a forgotten parameter stays visible", () => {
  assert.equal(filled("chờ {n} phút", {}, "vi"), "chờ {n} phút");
});
