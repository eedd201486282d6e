// What only the manager's page reads: the `figures` board and the rows of throughput.
import type { Both } from "../shared/text";
import type { CounterState, Instant, Named } from "../shared/wire";

/** Counts of one business day, or of one row of throughput. */
export interface Counts {
  issued: number;
  served: number;
  dossiers: number;
  no_show: number;
  voided: number;
  expired: number;
  cancelled: number;
}

export interface FieldNow {
  id: string;
  name: Both;
  waiting: number;
  longest_seconds: number | null;
  open_counters: number;
}

export interface CounterNow {
  id: string;
  number: number;
  state: CounterState;
  clerk: { id: string; name: string } | null;
  label: string | null;
}

export interface DeviceNow {
  id: string;
  kind: string;
  name: Both | string;
  condition: string | null;
  since: Instant | null;
}

export interface Figures {
  board: "figures";
  position: number;
  server_time: Instant;
  hall: Named;
  totals: Counts & { waiting: number };
  fields: FieldNow[];
  counters: CounterNow[];
  devices: DeviceNow[];
  sentences: Both[];
  /** What is wrong now. */
  trouble: Both[];
  /** What there is to do, while there is time. */
  notices: Both[];
}

export interface Row extends Counts {
  key: string;
  name: Both | string | null;
}
