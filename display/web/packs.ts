// The packs a screen speaks from, fetched before the first call and, where that failed, again at a call.
import { Pack } from "./pack";
import type { Language } from "./plan";

/** A call is not kept waiting for its clips longer than this; it is rung for. */
const PATIENCE_MS = 4_000;

type Addresses = Readonly<Partial<Record<Language, string | null>>>;

export class Packs {
  private readonly packs = new Map<Language, Pack>();
  private readonly failed = new Set<Language>();
  private fetching: Promise<void> | null = null;
  private late = false;

  constructor(
    private readonly languages: readonly Language[],
    private readonly addresses: Addresses,
  ) {}

  of(language: Language): Pack | undefined {
    return this.packs.get(language);
  }

  /** Fetches what is missing; ends when that is here, or cannot be had for now. Never fails. */
  prepare(): Promise<void> {
    const missing = this.languages.filter((it) => this.addresses[it] && !this.packs.has(it));
    if (missing.length === 0) return Promise.resolve();
    this.fetching = this.fetching ?? this.fetchAll(missing);
    return this.fetching;
  }

  /** Ends when a fetch under way has; where it takes too long, at once, and so for every call until it has. */
  async ready(): Promise<void> {
    if (!this.fetching || this.late) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.late = true;
        resolve();
      }, PATIENCE_MS);
    });
    await Promise.race([this.fetching, patience]);
    clearTimeout(timer);
  }

  /** One after the other: the first language is the one that is always said. */
  private async fetchAll(languages: readonly Language[]): Promise<void> {
    for (const language of languages) {
      try {
        this.packs.set(language, await this.fetch(language));
        this.failed.delete(language);
      } catch (mistake) {
        if (!this.failed.has(language)) console.warn(`No clips for "${language}" for now.`, mistake);
        this.failed.add(language);
      }
    }
    this.fetching = null;
    this.late = false;
  }

  private async fetch(language: Language): Promise<Pack> {
    // A pack is kept by the browser for ever: one that came damaged must not be taken from there again.
    const cache = this.failed.has(language) ? "reload" : "default";
    const answer = await fetch(this.addresses[language] as string, { cache });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    return Pack.read(await answer.arrayBuffer());
  }
}
