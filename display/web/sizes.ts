// How large a label can be. Lengths are in rem; one rem is 2 % of the height of a 16:9 screen, 2 % of the width of an
// upright one (css/frame.css), so a screen of 1080 lines and one of 720 look the same.

/** 101 CSS px on a screen of 1080 lines, and a little: no label of a counter need be larger, none be smaller while it fits. */
const COUNTER_LABEL = 4.7;
/** A counter's number beside its label: it introduces it, and leaves it the room where there are several columns. */
const NUMBER = { alone: 0.85, beside: 0.66 };
const ROW_GAP = 0.35;
const COLUMN_GAP = 0.4;
/** Of a row's height what a label takes, and of its width what the sides and the gap between number and label take. */
const FILL = 0.97;
const SIDES = 1.3;

/** Widths at the heaviest weight, in em, with the drawn signs and their margins; a digit in a column has a cell. */
const CELL = 0.73;
const WIDE: Readonly<Record<string, number>> = { M: 0.9, W: 1.08, "1": 0.45, "-": 0.61, "→": 1.2, "★": 0.8 };
const LETTER = 0.79;
const DIGIT = 0.73;
/** The mark of the kiosk that gave a number without the server, "K2-", is drawn smaller: the number is what is looked for. */
export const MARK = 0.3;

export interface Arranged {
  columns: number;
  rows: number;
  /** Of a label. */
  size: number;
  /** Of a counter's number, in em of the label. */
  number: number;
  /** The width there is for a label. */
  room: number;
}

/** Counters that leave the last call two thirds of a wide screen; more of them take half of it. */
const ONE_COLUMN = 8;
const WIDE_ROOM = { height: 42.2, width: 45.2, column: 28.4 };
const UPRIGHT_ROOM = { height: 42.2, width: 47.6 };

/**
 * Columns and rows for so many counters: in one column as long as that is large enough, then as large as it gets.
 * `foot` is the height below the list, on an upright screen (null: a wide one, where the foot is beside it).
 */
export function arranged(count: number, foot: number | null): Arranged {
  if (foot === null && count <= ONE_COLUMN) return fill(count, 1, WIDE_ROOM.height, WIDE_ROOM.column);
  const { height, width } = foot === null ? WIDE_ROOM : UPRIGHT_ROOM;
  const ways = [2, 3, 4, 5, 6].map((columns) => fill(count, columns, height - (foot ?? 0), width));
  return ways.reduce((best, it) => (it.size > best.size ? it : best));
}

function fill(count: number, columns: number, height: number, width: number): Arranged {
  const rows = Math.max(1, Math.ceil(count / columns));
  const row = (height - (rows - 1) * ROW_GAP) / rows;
  const inside = (width - (columns - 1) * COLUMN_GAP) / columns - SIDES;
  const number = columns === 1 ? NUMBER.alone : NUMBER.beside;
  const size = Math.min(COUNTER_LABEL, row * FILL, inside / (ems("A000", CELL) + 2 * CELL * number));
  return { columns, rows, size, number, room: inside - 2 * CELL * number * size };
}

/** A label as large as `room` lets it be, and no larger than `most`. */
export function fitted(label: string, room: number, most: number): number {
  return Math.min(most, room / ems(label));
}

/** Whether its digits can stand in cells, below each other; a longer label needs the room itself. */
export function fitsInCells(label: string, room: number, size: number): boolean {
  return ems(label, CELL) * size <= room;
}

/** A label's width in em; `digit` where each digit has a cell of that width. */
function ems(label: string, digit?: number): number {
  const [mark, rest] = marked(label);
  const width = (text: string) => Array.from(text, (it) => widthOf(it, digit)).reduce((sum, it) => sum + it, 0);
  return width(mark) * MARK + width(rest);
}

function widthOf(character: string, digit?: number): number {
  if (/\d/.test(character)) return digit ?? WIDE[character] ?? DIGIT;
  return WIDE[character] ?? LETTER;
}

/** "K2-A012" as the kiosk's mark "K2-" and the number "A012". */
export function marked(label: string): [mark: string, number: string] {
  const cut = label.indexOf("-") + 1;
  return [label.slice(0, cut), label.slice(cut)];
}
