// The hall display. The board draws what is true; a moment is only heard.
import "./display.css";
import { render } from "lit-html";
import { watch } from "../../server/web/shared/live";
import { snapshot, stage } from "../../server/web/shared/shell";
import { everyMinute, HallClock } from "../../server/web/shared/time";
import type { Board } from "../../server/web/shared/wire";
import { Announcer } from "./announcer";
import { board, type View } from "./board";
import { Chime } from "./chime";

const { board: first } = snapshot<{ board: Board }>();
const view: View = {
  board: first,
  name: first.hall_name,
  hours: first.hours,
  clock: new HallClock(first.server_time),
  line: "good",
  soundBlocked: false,
};

const chime = new Chime((blocked) => change({ soundBlocked: blocked }));
const announcer = new Announcer([() => chime.play()], () => Date.parse(view.clock.instant()));

draw();
everyMinute(view.clock, draw);
watch<Board>(
  { board: "hall", hall: first.hall },
  {
    onState(state) {
      view.clock.hear(state.server_time);
      change({ board: state, hours: state.hours, line: "good" });
    },
    onMoment: (moment) => announcer.announce(moment),
    onRefused: () => change({ line: "refused" }),
    onOffline: () => change({ line: "lost" }),
    onOnline: () => change({ line: "good" }),
  },
  { after: first.position },
);

function change(some: Partial<View>): void {
  Object.assign(view, some);
  draw();
}

function draw(): void {
  render(board(view), stage());
}
