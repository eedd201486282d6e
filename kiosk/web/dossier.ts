// Dossier codes as receipts print them: found in what was scanned, looked over while they are typed.
//
// The server parses the code it is sent; this page reads it first, so that a mistyped date is named under the finger
// and nothing but a code leaves the device when somebody scans the wrong thing, an identity card above all.

const SHAPE = /(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,3})-\d{6}-\d{4,6}/g;
const DATED = /-(\d{2})(\d{2})(\d{2})(?:-|$)/; // year, month, day: known before the last digits are

/** `code` once there is a whole one; `impossible` is a date no calendar has ("31/02/2026"). */
export interface Reading {
  code: string | null;
  impossible: string | null;
}

/** What is in the line so far. */
export function typedCode(text: string): Reading {
  const line = text.trim().toUpperCase();
  const impossible = impossibleDate(line);
  const [whole] = line.match(SHAPE) ?? [];
  return { code: whole === line && !impossible ? line : null, impossible };
}

/** The first code of a scanned text: a receipt's QR has no standard and may hold an address or several fields. */
export function scannedCode(text: string): Reading {
  const found = text.toUpperCase().match(SHAPE) ?? [];
  const code = found.find((it) => !impossibleDate(it)) ?? null;
  return { code, impossible: code || !found[0] ? null : impossibleDate(found[0]) };
}

function impossibleDate(code: string): string | null {
  const [, year, month, day] = DATED.exec(code) ?? [];
  return year && month && day && !exists(year, month, day) ? `${day}/${month}/20${year}` : null;
}

function exists(year: string, month: string, day: string): boolean {
  const date = new Date(Date.UTC(2000 + Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
