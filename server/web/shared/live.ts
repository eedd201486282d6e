// The truth as it changes: Socket.IO on /live.
//
// A state is a whole board and heals everything. A moment ("A012 to counter 3") is shown once, in order; the last
// position shown is kept for this tab, so that a reload or a lost line brings only what was missed and still counts.
import { io, type Socket } from "socket.io-client";
import { once, passed, type Mark } from "./moments";
import type { Moment, Refused, Speaking } from "./wire";

const OFFLINE_AFTER_MS = 5_000;
/** A server that could not answer for now (its database was away) is asked again after one to two times this. */
const ASK_AGAIN_MS = 4_000;

export type Watch =
  | { board: "hall" | "menu" | "figures" | "guide"; hall: string }
  | { board: "desk" | "rating"; counter: string }
  | { board: "turn"; token: string };

interface Positioned {
  position: number;
  server_time: string;
}

export interface Handlers<S extends Positioned> {
  onState(state: S): void;
  onMoment?(moment: Moment): void;
  onRefused?(refused: Refused): void;
  /** Who speaks in the hall, to a screen that told it would. */
  onVoice?(voice: Speaking): void;
  /** The line is there (`true`), each time anew: what this page has to tell of itself is told now; or it is gone. */
  onLine?(there: boolean): void;
  /** No truth for five seconds. */
  onOffline?(): void;
  /** The truth is back (the state has just been handed over). */
  onOnline?(): void;
}

export interface Options {
  /** The position of the snapshot the page came with: moments after it are wanted too. */
  after?: number;
  /** A device or staff token, for a page without a cookie. */
  token?: string;
  /** For a page that only tries something out: it takes no mark from an earlier one, and leaves none. */
  unmarked?: boolean;
}

export interface Live {
  /** Tells the server, if the line is there; nothing is kept for later, when it would be true no more. */
  tell(event: "speak" | "spoken", it: object): void;
  /** So long (ms) ago the server last asked whether this page is there. */
  silence(): number;
  /** Ends a line that is not trusted any more; another is opened by itself, and everything asked for anew. */
  hangUp(): void;
  close(): void;
}

export function watch<S extends Positioned>(what: Watch, handlers: Handlers<S>, options: Options = {}): Live {
  const stored = `luot.after.${JSON.stringify(what)}`;
  const kept = options.unmarked ? null : remembered(stored);
  const mark: Mark = { position: kept ?? options.after ?? null, clock: 0, doubted: [] };
  const socket: Socket = io("/live", {
    transports: ["websocket", "polling"],
    reconnectionDelay: 500,
    reconnectionDelayMax: 3_000,
    ...(options.token === undefined ? {} : { auth: { token: options.token } }),
  });
  const silence = silenceOf(handlers);
  let newest = -1;
  let askAgain: ReturnType<typeof setTimeout> | undefined;
  const hear = (moment: Moment) => {
    if (!options.unmarked) remember(stored, moment.position);
    handlers.onMoment?.(moment);
  };
  const hangUp = () => socket.io.engine.close();
  let pinged = performance.now();

  socket.io.on("ping", () => {
    pinged = performance.now();
  });
  socket.on("connect", () => {
    newest = -1;
    pinged = performance.now();
    clearTimeout(askAgain);
    socket.emit("watch", mark.position === null ? what : { ...what, after: mark.position });
    handlers.onLine?.(true);
  });
  socket.on("state", (state: S) => {
    if (state.position < newest) return;
    newest = state.position;
    const late = passed(mark, state.position, state.server_time, Date.now());
    handlers.onState(state);
    silence.end();
    late.forEach(hear);
  });
  socket.on("moment", (moment: Moment) => {
    if (once(mark, moment, Date.now())) hear(moment);
  });
  socket.on("refused", (refused: Refused) => {
    silence.end();
    handlers.onRefused?.(refused);
    clearTimeout(askAgain);
    if (refused.code === "unavailable") askAgain = setTimeout(hangUp, ASK_AGAIN_MS * (1 + Math.random()));
  });
  socket.on("voice", (voice: Speaking) => handlers.onVoice?.(voice));
  socket.on("disconnect", (reason) => {
    handlers.onLine?.(false);
    // An unanswered ping is the end of a silence that has lasted already.
    silence.begin(reason === "ping timeout" ? 0 : OFFLINE_AFTER_MS);
    // A server that is being restarted says goodbye itself, and then the client would not come back on its own.
    if (reason === "io server disconnect") socket.connect();
  });
  // The browser knows of a pulled cable long before an unanswered ping does.
  addEventListener("offline", hangUp);
  silence.begin(OFFLINE_AFTER_MS);

  return {
    tell(event, it) {
      if (socket.connected) socket.emit(event, it);
    },
    silence: () => performance.now() - pinged,
    hangUp,
    close() {
      removeEventListener("offline", hangUp);
      clearTimeout(askAgain);
      silence.end();
      socket.close();
    },
  };
}

/** Tells of a silence once it has lasted for some ms, and of its end; a short one passes unmentioned. */
function silenceOf({ onOffline, onOnline }: Pick<Handlers<never>, "onOffline" | "onOnline">) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = false;
  return {
    begin(ms: number) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        told = true;
        onOffline?.();
      }, ms);
    },
    end() {
      clearTimeout(timer);
      if (told) onOnline?.();
      told = false;
    },
  };
}

function remembered(name: string): number | null {
  try {
    const value = sessionStorage.getItem(name);
    return value === null ? null : Number(value);
  } catch {
    return null;
  }
}

function remember(name: string, position: number): void {
  try {
    sessionStorage.setItem(name, String(position));
  } catch {
    // Without storage a reload begins at the snapshot's position, which is the next best thing.
  }
}
