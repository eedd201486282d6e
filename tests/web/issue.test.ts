import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, isAsked } from "../../counter/web/issue";
import type { Wanted } from "../../counter/web/wanted";
import type { Decision } from "../../server/web/shared/wire";

const NAME = { vi: "Khai sinh", en: "Birth" };
const BIRTH: Wanted = {
  procedure: { code: "1.001193", name: NAME },
  purpose: "submit",
  area: { area: "22015", name: NAME },
  priority: null,
  language: "vi",
  decision: null,
};

function request(accept: Decision["accept"], despite = ""): ReturnType<typeof asked> {
  return asked({ ...BIRTH, decision: { accept } as Decision, despite });
}

test("a question the area does not answer is left to the desk", () => {
  assert.equal(request("yes").area, "22015");
  assert.equal(request("ask").area, "later");
});

test("a reason goes with the number only where it is needed, whatever was written before", () => {
  assert.equal(request("refer", " trực tại đây ").despite, "trực tại đây");
  assert.equal(request("no", "trực tại đây").despite, "trực tại đây");
  assert.ok(!("despite" in request("yes_handover", "trực tại đây")));
});

test("without a procedure only guidance can be asked for", () => {
  assert.equal(isAsked(BIRTH), true);
  assert.equal(isAsked({ ...BIRTH, procedure: null }), false);
  assert.equal(isAsked({ ...BIRTH, procedure: null, purpose: "advice" }), true);
});
