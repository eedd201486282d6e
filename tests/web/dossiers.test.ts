import assert from "node:assert/strict";
import { test } from "node:test";
import { read } from "../../counter/web/dossiers";

test("every form of code in use is read, however the list is separated", () => {
  const given = "000.00.12.H62-201105-0004, H57.132-260804-0583\nG01.899.909-260916-890028;H15-261122-0001";
  const codes = ["000.00.12.H62-201105-0004", "H57.132-260804-0583", "G01.899.909-260916-890028", "H15-261122-0001"];
  assert.deepEqual(read(given), { codes, bad: [] });
});

test("a code given twice counts once, in small letters too", () => {
  assert.deepEqual(read("H15.50-261122-0001 h15.50-261122-0001").codes, ["H15.50-261122-0001"]);
});

test("a receipt's QR gives the code inside it", () => {
  assert.deepEqual(read("https://example.test/tracuu?ma=H15.50-261122-0001&x=1").codes, ["H15.50-261122-0001"]);
});

test("what holds no code, or a day that never was, is named", () => {
  assert.deepEqual(read("H15-1 H15.50-260230-0001 H15.50-261122-1234567"), {
    codes: [],
    bad: ["H15-1", "H15.50-260230-0001", "H15.50-261122-1234567"],
  });
});
