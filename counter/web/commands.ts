// What each button sends. Every change goes through HTTP; the board then tells what became true.
import { api, hasSignedIn, Problem } from "../../server/web/shared/api";
import { pick, type Both } from "../../server/web/shared/text";
import type { Board, Decision, Desk, IssuedTicket, Named, Purpose, Result, Session, Ticket } from "../../server/web/shared/wire";
import type { Found } from "./finder";
import type { ProcedureFacts } from "./model";
import type { Wanted } from "./wanted";

interface Outcome {
  errand: string;
  result: Result;
  /** The code the clerk confirms. */
  procedure?: string;
  return_to?: string;
  dossiers: string[];
  count: number;
  missing: string[];
}

const path = encodeURIComponent;

/** The signed-in clerk, or null. */
export async function whoAmI(): Promise<Session | null> {
  if (!hasSignedIn()) return null;
  try {
    return await api.get<Session>("/session");
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) return null;
    throw problem;
  }
}

export const signIn = (user: string, password: string) => api.post<unknown>("/session", { user, password });
export const signOut = () => api.delete<void>("/session");

export const desk = (hall: string, counter: string) => api.get<Desk>(`/halls/${path(hall)}/desk?counter=${path(counter)}`);
export const procedure = (hall: string, code: string) =>
  api.get<ProcedureFacts>(`/halls/${path(hall)}/procedures/${path(code)}`);

export const openShift = (counter: string) => api.put<unknown>(`/counters/${path(counter)}/shift`);
export const closeShift = (counter: string) => api.delete<void>(`/counters/${path(counter)}/shift`);
export const pause = (counter: string, reason: string) => api.post<unknown>(`/counters/${path(counter)}/pauses`, { reason });
export const resume = (counter: string) => api.delete<void>(`/counters/${path(counter)}/pauses`);

/** Undefined when nobody waits for this counter. */
export const callNext = (counter: string) => api.post<Ticket | undefined>(`/counters/${path(counter)}/calls`);
export const callThis = (counter: string, ticket: string, reason: string) =>
  api.post<Ticket>(`/counters/${path(counter)}/calls`, { ticket, reason });

const PLAIN: Record<string, string> = {
  recall: "recalls",
  start: "starts",
  no_show: "no-shows",
  requeue: "requeues",
  undo: "undos",
  reprint: "reprints",
};
const WITH_REASON: Record<string, string> = { park: "parks", void: "voids" };

export function act(action: string, ticket: string, reason?: string): Promise<Ticket> {
  if (action === "unpark") return api.delete<Ticket>(`/tickets/${path(ticket)}/parks`);
  const collection = PLAIN[action] ?? WITH_REASON[action];
  if (collection === undefined) throw new Error(`The desk has no button for ${action}.`);
  return api.post<Ticket>(`/tickets/${path(ticket)}/${collection}`, reason === undefined ? {} : { reason });
}

export const counters = async (hall: string) => (await api.get<Board>(`/halls/${path(hall)}/board`)).counters;
export const transfer = (ticket: string, counter: string) =>
  api.post<Ticket>(`/tickets/${path(ticket)}/transfers`, { counter });
export const settleArea = (ticket: string, area: string) => api.patch<Ticket>(`/tickets/${path(ticket)}`, { area });
export const finish = (ticket: string, outcome: Outcome) => api.put<Ticket>(`/tickets/${path(ticket)}/outcome`, outcome);

// ── correcting and giving numbers ──

export const ticket = (id: string) => api.get<Ticket>(`/tickets/${path(id)}`);
export const correct = (id: string, changes: Record<string, string | null>) => api.patch<Ticket>(`/tickets/${path(id)}`, changes);

/** What the rule would say; nothing is recorded. */
export function decide(hall: string, it: Wanted, dossier: string | null = null): Promise<Decision> {
  const asked = { procedure: it.procedure?.code, area: it.area?.area, purpose: it.purpose, dossier };
  const told = Object.entries(asked).filter((pair): pair is [string, string] => !!pair[1]);
  return api.get<Decision>(`/halls/${path(hall)}/decisions?${new URLSearchParams(told)}`);
}

/** A number asked for at the desk; `despite` is why, against the decision. */
export interface Asked {
  procedure?: string;
  purpose: Purpose;
  area?: string;
  priority: string | null;
  language: string;
  despite?: string;
  /** The kiosk that prints the slip. */
  print_at?: string;
}

/** Asked again under the same `key`, it is the same number. */
export const issue = (hall: string, asked: Asked, key: string) =>
  api.post<IssuedTicket>(`/halls/${path(hall)}/tickets`, asked, key);

export const classes = async (hall: string) => (await api.get<{ priority_classes: Named[] }>(`/halls/${path(hall)}/menu`)).priority_classes;

const FOUND_AT_MOST = 6;

async function found<T>(hall: string, what: string, q: string, line: (it: T) => Found): Promise<Found[]> {
  const query = new URLSearchParams({ q, limit: String(FOUND_AT_MOST) });
  return (await api.get<{ items: T[] }>(`/halls/${path(hall)}/${what}?${query}`)).items.map(line);
}

/** The same search as the kiosk's. */
export const findProcedures = (hall: string, q: string) =>
  found<{ code: string; short_name: Both }>(hall, "procedures", q, (it) => ({ key: it.code, title: pick(it.short_name), note: it.code }));
export const findAreas = (hall: string, q: string) =>
  found<{ area: string; name: Both; note: Both | null }>(hall, "areas", q, (it) => ({
    key: it.area,
    title: pick(it.name),
    note: it.note ? pick(it.note) : "",
  }));
export const findCentres = (hall: string, q: string) =>
  found<{ id: string; name: Both; address: string | null }>(hall, "centres", q, (it) => ({
    key: it.id,
    title: pick(it.name),
    note: it.address ?? "",
  }));
