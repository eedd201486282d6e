// What each button sends. Every change goes through HTTP; the board then tells what became true.
import { api, hasSignedIn, Problem } from "../../server/web/shared/api";
import type { Board, Desk, Result, Session, Ticket } from "../../server/web/shared/wire";
import type { ProcedureFacts } from "./model";

interface Outcome {
  errand: string;
  result: Result;
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
