// The hall display. The board draws what is true; a moment is only heard.
import "./display.css";
import { render } from "lit-html";
import { deviceToken } from "../../server/web/shared/device";
import { watch } from "../../server/web/shared/live";
import { snapshot, stage } from "../../server/web/shared/shell";
import { everyMinute, HallClock } from "../../server/web/shared/time";
import type { Board, Screen, Voice } from "../../server/web/shared/wire";
import { Announcer } from "./announcer";
import { board } from "./board";
import { again, askWhetherKnown, withdrawn } from "./led";
import { Renewal } from "./renewal";
import { stale, type View } from "./view";

const { board: first, screen, voice } = snapshot<{ board: Board; screen: Screen; voice: Voice }>();
const { hall } = first;
const known = screen.preview ? {} : deviceToken(hall);
const upright = matchMedia("(max-aspect-ratio: 1/1)");
const view: View = {
  board: first,
  screen,
  clock: new HallClock(first.server_time),
  line: "good",
  soundBlocked: false,
  unsaid: [],
  broken: new Set(),
  upright: upright.matches,
};
let fading: ReturnType<typeof setTimeout> | undefined;

const live = watch<Board>(
  { board: "hall", hall },
  {
    onState(state) {
      view.clock.hear(state.server_time);
      change({ board: state, line: "good" });
      announcer?.hall(state);
      renewal.heard(state);
    },
    onMoment: (moment) => announcer?.call(moment),
    onVoice: (word) => announcer?.voice(word),
    onLine(there) {
      announcer?.line(there);
      if (there) void askWhetherKnown();
    },
    onRefused({ code }) {
      // Of a page without a token it was the cookie of somebody who had signed in here; the board is for everybody.
      if (code === "token_withdrawn") void ("token" in known ? withdrawn() : again());
      change({ line: "refused" });
      announcer?.line(false);
    },
    onOffline: () => change({ line: "lost" }),
    onOnline: () => change({ line: "good" }),
  },
  { after: first.position, unmarked: screen.preview, ...known },
);
const announcer = screen.speaks && !screen.preview ? speaking() : null;
const renewal = new Renewal(first, {
  clock: view.clock,
  quietly: (then) => (announcer ? announcer.quietly(then) : then()),
  reload: again,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

draw();
upright.addListener(() => change({ upright: upright.matches }));
everyMinute(view.clock, () => {
  draw();
  announcer?.tick();
  renewal.minute(view.board);
});

function speaking(): Announcer {
  return new Announcer({ hall, zone: screen.zone?.id ?? null }, voice, {
    counters: screen.zone?.counters ?? null,
    line: live,
    now: () => Date.parse(view.clock.instant()),
    onAble: (able) => change({ soundBlocked: !able }),
    onUnsaid: (unsaid) => change({ unsaid }),
  });
}

function change(some: Partial<View>): void {
  Object.assign(view, some);
  draw();
}

/** Draws, and again when a call is no longer being called; between calls nothing is awaited but the minute. */
function draw(): void {
  render(board(view, broke), stage());
  clearTimeout(fading);
  const ms = stale(view);
  if (ms !== null) fading = setTimeout(draw, ms);
}

function broke(url: string): void {
  change({ broken: new Set([...view.broken, url]) });
}
