// Words for people. A page hands in its two catalogues once and gets `t`, whose keys the compiler knows:
//
//   import vi from "../luot_display/messages/vi/display.json";
//   import en from "../luot_display/messages/en/display.json";
//   export const { t, both } = texts(vi, en);
//
// Keys are written out at the call (t("display.waiting", { n })), so that a scan finds missing and unused ones.

export type Language = "vi" | "en";
export type Both = { readonly vi: string; readonly en: string };
export type Params = Readonly<Record<string, string | number | Both>>;

const STORED = "luot.language";
const listeners = new Set<() => void>();
let current: Language = remembered();

export function language(): Language {
  return current;
}

/** Switches the page's language, remembers it in this browser and tells whoever draws. */
export function setLanguage(to: Language): void {
  current = to;
  document.documentElement.lang = to;
  try {
    localStorage.setItem(STORED, to);
  } catch {
    // A browser that keeps nothing still speaks the language until it is closed.
  }
  for (const listener of listeners) listener();
}

export function onLanguage(listener: () => void): void {
  listeners.add(listener);
}

/** A name or sentence that came in both languages, in the present one. */
export function pick(names: Both): string {
  return names[current] || names.vi;
}

export interface Texts<K extends string> {
  t(key: K, params?: Params): string;
  both(key: K, params?: Params): Both;
}

/** The catalogues must have the same keys: a missing one does not compile. */
export function texts<K extends string>(vi: Record<K, string>, en: Record<NoInfer<K>, string>): Texts<K> {
  const catalogues: Record<Language, Record<K, string>> = { vi, en };
  const say = (key: K, params: Params, lang: Language): string => filled(catalogues[lang][key], params, lang);
  return {
    t: (key, params = {}) => say(key, params, current),
    both: (key, params = {}) => ({ vi: say(key, params, "vi"), en: say(key, params, "en") }),
  };
}

/** Fills {names}; an unknown name stays visible, braces and all, so that the mistake is seen. */
export function filled(text: string, params: Params, lang: Language): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === "object" ? value[lang] : String(value);
  });
}

function remembered(): Language {
  try {
    const stored = localStorage.getItem(STORED);
    if (stored === "vi" || stored === "en") return stored;
  } catch {
    // Storage may be forbidden; Vietnamese is the default either way.
  }
  return "vi";
}
