// Calls to /api/v1: who is asking, one error form, one retry rule.
//
// A POST, PUT or DELETE carries an Idempotency-Key, so an answer lost on the way is asked for again and nothing is
// done twice. A PATCH has no key in the contract and is never repeated.
import { language } from "./text";

const BASE = "/api/v1";
const ATTEMPTS = 3;
const PATIENCE_MS = 10_000;
const PAUSES_MS = [300, 1200];
const BUSY = [502, 503, 504];

/** A refusal in the server's words (problem+json), or silence from it (status 0, code "unreachable"). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly body: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${status} ${code}: ${detail || title}`);
    this.name = "Problem";
  }

  /** The one sentence to show; empty where the server never answered and the page must say so itself. */
  get sentence(): string {
    return this.detail || this.title;
  }

  get unreachable(): boolean {
    return this.status === 0;
  }
}

/** Each answers the parsed body, undefined for 204, or throws a Problem. Paths are below /api/v1; a file goes as it is. */
export const api = {
  get: <T>(path: string): Promise<T> => ask<T>("GET", path),
  /** With a `unique` key of the caller's own, a press repeated after silence is still the same request. */
  post: <T>(path: string, body: unknown = {}, unique = key()): Promise<T> => ask<T>("POST", path, body, unique),
  put: <T>(path: string, body: unknown = {}): Promise<T> => ask<T>("PUT", path, body),
  patch: <T>(path: string, body: unknown = {}): Promise<T> => ask<T>("PATCH", path, body),
  delete: <T>(path: string): Promise<T> => ask<T>("DELETE", path),
};

/** Whether this browser has signed in at all; the session itself may have ended since, which only the server knows. */
export function hasSignedIn(): boolean {
  return cookie("luot_csrf") !== "";
}

/** 128 random bits as hex; crypto.randomUUID is missing on plain HTTP, where most halls live. */
export function key(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (it) => it.toString(16).padStart(2, "0")).join("");
}

async function ask<T>(method: string, path: string, body?: unknown, unique = key()): Promise<T> {
  const request = requestFor(method, body, unique);
  const attempts = method === "PATCH" ? 1 : ATTEMPTS;
  for (let attempt = 1; ; attempt++) {
    const response = await once(BASE + path, request);
    const worthAgain = response === null || BUSY.includes(response.status);
    if (worthAgain && attempt < attempts) {
      await pause(PAUSES_MS[attempt - 1] ?? 0);
      continue;
    }
    if (response === null) throw new Problem(0, "unreachable", "", "");
    return answer<T>(response);
  }
}

function requestFor(method: string, body: unknown, unique: string): RequestInit {
  const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": language() };
  const file = body instanceof Blob;
  if (body !== undefined) headers["Content-Type"] = file ? "application/octet-stream" : "application/json";
  if (method !== "GET") {
    const csrf = cookie("luot_csrf");
    if (csrf) headers["X-CSRF-Token"] = csrf;
    if (method !== "PATCH") headers["Idempotency-Key"] = unique;
  }
  const sent = body === undefined ? null : file ? body : JSON.stringify(body);
  return { method, headers, credentials: "same-origin", cache: "no-store", body: sent };
}

/** One attempt; null when no answer came in time. */
async function once(address: string, request: RequestInit): Promise<Response | null> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE_MS);
  try {
    return await fetch(address, { ...request, signal: abort.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function answer<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  const body = await parsed(response);
  if (response.ok) return body as T;
  const { code, title, detail } = body as Partial<Record<"code" | "title" | "detail", string>>;
  throw new Problem(response.status, code ?? "unknown", title ?? response.statusText, detail ?? "", body);
}

/** A proxy in between may answer with a page of its own; that is a refusal without words, not a crash. */
async function parsed(response: Response): Promise<Record<string, unknown>> {
  try {
    return (await response.json()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((it) => it.startsWith(`${name}=`));
  return found === undefined ? "" : decodeURIComponent(found.slice(name.length + 1));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
