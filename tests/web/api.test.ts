import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { api, Problem } from "../../server/web/shared/api";

// A real server on a port of its own; only the address of the page is supplied, which a browser would know.
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let seen: IncomingMessage[] = [];
const server = createServer((request, response) => {
  seen.push(request);
  answer(request, response);
});
const fetchFrom = globalThis.fetch;

before(async () => {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  globalThis.fetch = (path, init) => fetchFrom(base + String(path), init);
  Object.assign(globalThis, { document: { cookie: "a=1; luot_csrf=s%3Dt" } });
});

after(() => {
  globalThis.fetch = fetchFrom;
  server.closeAllConnections();
  server.close();
});

function json(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(body === undefined ? "" : JSON.stringify(body));
}

test("a lost answer is asked for again under the same key", async () => {
  seen = [];
  answer = (request, response) => (seen.length === 1 ? request.socket.destroy() : json(response, 201, { label: "A012" }));
  assert.deepEqual(await api.post("/halls/h/tickets", {}), { label: "A012" });
  assert.equal(seen.length, 2);
  assert.match(String(seen[0]?.headers["idempotency-key"]), /^[0-9a-f]{32}$/);
  assert.equal(seen[0]?.headers["idempotency-key"], seen[1]?.headers["idempotency-key"]);
});

test("a press repeated after silence is the same request, where the caller says so", async () => {
  seen = [];
  answer = (_, response) => json(response, 201, {});
  await api.post("/halls/h/tickets", {}, "mine");
  await api.post("/halls/h/tickets", {}, "mine");
  assert.deepEqual(seen.map((it) => it.headers["idempotency-key"]), ["mine", "mine"]);
});

test("a PATCH has no key, so it is never repeated", async () => {
  seen = [];
  answer = (request) => void request.socket.destroy();
  await assert.rejects(api.patch("/tickets/t", {}), (problem: Problem) => problem.unreachable);
  assert.equal(seen.length, 1);
  assert.equal(seen[0]?.headers["idempotency-key"], undefined);
});

test("unsafe requests carry the CSRF token, safe ones neither token nor key", async () => {
  seen = [];
  answer = (_, response) => json(response, 200, {});
  await api.put("/counters/c/shift");
  await api.get("/session");
  assert.equal(seen[0]?.headers["x-csrf-token"], "s=t");
  assert.equal(seen[1]?.headers["x-csrf-token"], undefined);
  assert.equal(seen[1]?.headers["idempotency-key"], undefined);
  assert.equal(seen[1]?.headers["accept-language"], "vi");
});

test("a refusal comes in the server's words and is not asked again", async () => {
  seen = [];
  const problem = { status: 409, code: "counter_busy", title: "Quầy đang bận", detail: "Quầy 3 đang phục vụ A041." };
  answer = (_, response) => json(response, 409, problem);
  await assert.rejects(api.post("/counters/c/calls"), (it: Problem) => it.code === "counter_busy" && it.sentence === problem.detail);
  assert.equal(seen.length, 1);
});

test("nobody to call is not an error", async () => {
  answer = (_, response) => json(response, 204);
  assert.equal(await api.post("/counters/c/calls"), undefined);
});

test("a proxy's own page is a refusal without words", async () => {
  answer = (_, response) => response.writeHead(413, { "Content-Type": "text/html" }).end("<h1>too large</h1>");
  await assert.rejects(api.post("/x"), (it: Problem) => it.status === 413 && it.code === "unknown");
});
