// Dossier codes as clerks paste them: several at once, out of a receipt, a list or a scanner.

// <old or new agency identifier>-<yymmdd of receipt>-<running number>: 000.00.12.H62-201105-0004, H57.132-260804-0583.
const CODE =
  /(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,3})-(\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])-\d{4,6}(?!\d)/;

export interface Read {
  /** Well-formed codes, each once, in the order given. */
  codes: string[];
  /** What was given and holds no code. */
  bad: string[];
}

/** Reads codes separated by white space, commas or semicolons; a longer text (a receipt's QR) gives its first code. */
export function read(text: string): Read {
  const codes: string[] = [];
  const bad: string[] = [];
  for (const piece of text.split(/[\s,;]+/)) {
    if (piece === "") continue;
    const code = codeIn(piece.toUpperCase());
    if (code === null) bad.push(piece);
    else if (!codes.includes(code)) codes.push(code);
  }
  return { codes, bad };
}

function codeIn(piece: string): string | null {
  const found = CODE.exec(piece);
  if (!found) return null;
  const [code, year, month, day] = found;
  const date = new Date(Date.UTC(2000 + Number(year), Number(month) - 1, Number(day)));
  return date.getUTCDate() === Number(day) ? code : null;
}
