// What this tablet remembers of whoever uses it: the user's name and the usual printer, never a PIN.
type What = "user" | "printer";

export function kept(what: What): string {
  try {
    return localStorage.getItem(`luot.guide.${what}`) ?? "";
  } catch {
    return "";
  }
}

export function keep(what: What, value: string): void {
  try {
    localStorage.setItem(`luot.guide.${what}`, value);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}
