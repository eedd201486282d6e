// The setting `displays` while it is being written: empty text where the wire has null, so that every field has a value.

export type Layout = "calls" | "images" | "counter";

export interface Zone {
  id: string;
  name: { vi: string; en: string };
  counters: readonly string[];
}

export interface Screen {
  id: string;
  name: string;
  layout: Layout;
  zone: string;
  counter: string;
  speaks: boolean;
  images: readonly string[];
  device: string;
}

export interface Arrangement {
  zones: readonly Zone[];
  screens: readonly Screen[];
}

type Sent<T> = { [K in keyof T]?: T[K] | null };

export function read(value: unknown): Arrangement {
  const { zones, screens } = (value ?? {}) as { zones?: Sent<Zone>[]; screens?: Sent<Screen>[] };
  return {
    zones: (zones ?? []).map((it) => ({ ...EMPTY_ZONE, ...said(it), name: { vi: it.name?.vi ?? "", en: it.name?.en ?? "" } })),
    screens: (screens ?? []).map((it) => ({ ...EMPTY_SCREEN, ...said(it) })),
  };
}

export function write({ zones, screens }: Arrangement): unknown {
  return {
    zones,
    screens: screens.map((it) => ({
      ...it,
      zone: it.layout === "counter" ? null : it.zone || null,
      counter: it.layout === "counter" ? it.counter || null : null,
      device: it.device || null,
    })),
  };
}

export const EMPTY_ZONE: Zone = { id: "", name: { vi: "", en: "" }, counters: [] };
export const EMPTY_SCREEN: Screen = {
  id: "",
  name: "",
  layout: "calls",
  zone: "",
  counter: "",
  speaks: true,
  images: [],
  device: "",
};

/** A part of an address, out of a name: "Cửa vào số 2" → "cua-vao-so-2"; with a number behind it where it is `taken`. */
export function slug(name: string, taken: readonly string[]): string {
  const plain = name.replace(/[đĐ]/g, "d").normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const base = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 36).replace(/-$/, "") || "man-hinh";
  let found = base;
  for (let n = 2; taken.includes(found); n++) found = `${base}-${n}`;
  return found;
}

/** Where the screen is, for whoever types it into a television. */
export function address(hall: string, screen: string): string {
  return `${location.origin}/display/${encodeURIComponent(hall)}${screen && `/${encodeURIComponent(screen)}`}`;
}

/** The screen as it would look, though nothing of it is saved. */
export function tried(hall: string, screen: Screen, zones: readonly Zone[]): string {
  const zone = zones.find((it) => it.id === screen.zone);
  const query = new URLSearchParams({ layout: screen.layout, preview: "1" });
  if (screen.layout === "counter") query.set("counter", screen.counter);
  else if (zone) query.set("counters", zone.counters.join(","));
  if (screen.layout === "images") query.set("images", screen.images.join(","));
  return `/display/${encodeURIComponent(hall)}?${query}`;
}

/** `list` with the member at `at` replaced; taken out where there is none in its place. */
export function replaced<T>(list: readonly T[], at: number, by?: T): T[] {
  return by === undefined ? list.filter((_, nth) => nth !== at) : list.map((it, nth) => (nth === at ? by : it));
}

/** `list` with the member at `at` one place further on (1) or back (-1). */
export function moved<T>(list: readonly T[], at: number, by: 1 | -1): T[] {
  const order = [...list];
  const [it] = order.splice(at, 1);
  if (it !== undefined) order.splice(at + by, 0, it);
  return order;
}

function said<T extends object>(sent: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(sent).filter(([, it]) => it !== null)) as { [K in keyof T]: NonNullable<T[K]> };
}
