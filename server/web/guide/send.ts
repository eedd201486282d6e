// What each button sends; giving a number is the desk's own (counter/web/commands.ts).
import { api } from "../shared/api";
import type { Board, Guide, Ticket } from "../shared/wire";
import type { Code, HandAnswer } from "./model";

const path = encodeURIComponent;

export const signIn = (user: string, proof: { pin: string } | { password: string }) =>
  api.post<unknown>("/session", { user, ...proof });

export const board = (hall: string) => api.get<Guide>(`/halls/${path(hall)}/guide`);
export const go = (call: string) => api.post<unknown>(`/help-calls/${path(call)}/answers`);

export const ticket = (id: string) => api.get<Ticket>(`/tickets/${path(id)}`);
export const reprint = (id: string, device: string) => api.post<Ticket>(`/tickets/${path(id)}/reprints`, { device });
export const requeue = (id: string) => api.post<Ticket>(`/tickets/${path(id)}/requeues`);
export const voidTicket = (id: string, reason: string) => api.post<Ticket>(`/tickets/${path(id)}/voids`, { reason });
export const setPriority = (id: string, priority: string | null) => api.patch<Ticket>(`/tickets/${path(id)}`, { priority });

export async function code(id: string): Promise<Code> {
  return { ticket: id, ...(await api.get<Omit<Code, "ticket">>(`/tickets/${path(id)}/code`)) };
}

/** By label, or by what a scanner reads off a slip: the address that ends in the token. */
export async function find(hall: string, text: string): Promise<Ticket[]> {
  const said = text.trim();
  const query = new URLSearchParams(isLabel(said) ? { label: said } : { token: said });
  return (await api.get<{ items: Ticket[] }>(`/halls/${path(hall)}/tickets?${query}`)).items;
}

/** "a012", "K2-A001"; whatever else was typed or scanned is a token or an address. */
export function isLabel(text: string): boolean {
  return /^(k\d+-)?[a-z]{1,2}\d{1,6}$/i.test(text);
}

export const counters = async (hall: string) => (await api.get<Board>(`/halls/${path(hall)}/board`)).counters;

export async function byHand(hall: string, labels: readonly string[], counter: string): Promise<HandAnswer[]> {
  const calls = labels.map((label) => ({ label, ...(counter === "" ? {} : { counter }) }));
  return (await api.post<{ items: HandAnswer[] }>(`/halls/${path(hall)}/hand-calls`, { calls })).items;
}

/** The labels of a list as somebody types it: apart by blanks, commas or lines, each once. */
export function labelsOf(text: string): string[] {
  return [...new Set(text.toUpperCase().split(/[\s,;]+/).filter((it) => it !== ""))];
}
