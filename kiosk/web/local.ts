// Questions to the kiosk's own process on this device.
import { language } from "../../server/web/shared/text";
import type {
  AreaEntry,
  Card,
  Condition,
  Decision,
  Events,
  Issued,
  Menu,
  ProblemBody,
  ProcedureDetails,
  ProcedureEntry,
  StaffNumber,
  Standing,
  Turn,
  Wanted,
  WantedErrand,
} from "./wire";

/** A refusal, or no answer at all (code "unreachable"). */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly title: string,
    readonly body: ProblemBody | null = null,
  ) {
    super(`${code}: ${title}`);
  }
}

type Query = Record<string, string | undefined>;

export const local = {
  menu: () => get<Condition & { menu: Menu | null }>("/local/menu"),
  events: () => get<Events>("/local/events"),
  procedures: (query: { q?: string; field?: string }) =>
    get<{ items: ProcedureEntry[] }>("/local/procedures", { ...query, limit: "40" }).then((it) => it.items),
  procedure: (code: string) => get<ProcedureDetails>(`/local/procedures/${encodeURIComponent(code)}`),
  areas: (q: string) => get<{ items: AreaEntry[] }>("/local/areas", { q, limit: "40" }).then((it) => it.items),
  decision: (query: Query) => get<Decision>("/local/decisions", query),
  dossier: (code: string) => get<Standing>(`/local/dossiers/${encodeURIComponent(code)}`),
  card: (scan: string) => post<Card>("/local/cards", { scan }),
  speech: (text: string) => sound("/local/speech", { text }),
  help: () => post<object>("/local/help", {}),
  printAgain: (job: string) => post<object>(`/local/slips/${encodeURIComponent(job)}/prints`, {}),
  turn: (scan: string) => post<Turn>("/local/turns", { scan }),
  rejoin: (scan: string, key: string) => post<Turn>("/local/turns/rejoins", { scan }, { "Idempotency-Key": key }),
  leave: (scan: string) => post<Turn>("/local/turns/leaves", { scan }),
  addErrand: (scan: string, errand: WantedErrand, key: string) =>
    post<Turn>("/local/turns/errands", { scan, ...errand }, { "Idempotency-Key": key }),
  staff: (code: string) => ask<{ items: StaffNumber[] }>("/local/staff", { headers: { "X-Staff-Code": code } }).then((it) => it.items),
  staffList: (code: string) => post<object>("/local/staff/lists", {}, { "X-Staff-Code": code }),
  staffTest: (code: string) => post<object>("/local/staff/tests", {}, { "X-Staff-Code": code }),
  take: (wanted: Wanted, key: string) => post<Issued>("/local/tickets", wanted, { "Idempotency-Key": key }),
};

function post<T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
  return ask<T>(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", ...headers } });
}

function get<T>(path: string, query: Query = {}): Promise<T> {
  const said = Object.entries(query).filter((it): it is [string, string] => Boolean(it[1]));
  return ask<T>(said.length ? `${path}?${new URLSearchParams(said)}` : path, {});
}

/** The bytes of a WAV file. */
async function sound(path: string, body: object): Promise<ArrayBuffer> {
  const headers = { "Content-Type": "application/json", "Accept-Language": language() };
  const response = await fetch(path, { method: "POST", body: JSON.stringify(body), headers }).catch(() => null);
  if (!response?.ok) throw new Problem("no_speech", "");
  return response.arrayBuffer();
}

async function ask<T>(path: string, init: { method?: string; body?: string; headers?: Record<string, string> }): Promise<T> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(path, { ...init, headers: { ...init.headers, "Accept-Language": language() } });
    body = await response.json();
  } catch {
    throw new Problem("unreachable", "");
  }
  if (response.ok) return body as T;
  const problem = body as ProblemBody;
  throw new Problem(problem.code, problem.detail || problem.title, problem);
}
