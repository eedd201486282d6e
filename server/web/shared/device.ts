// Who this browser is, where it stands for a device of a hall: kept from its enrolment until its token is taken back.

export interface Device {
  token: string;
  device: string;
  hall: string;
  name: string;
}

const KEPT = "luot.device";

export function device(): Device | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null") as Partial<Device> | null;
    return typeof kept?.token === "string" && typeof kept.hall === "string" ? (kept as Device) : null;
  } catch {
    return null;
  }
}

/** The token for a page of this hall; none for another hall's, where it says nothing. */
export function deviceToken(hall: string): { token: string } | Record<string, never> {
  const known = device();
  return known?.hall === hall ? { token: known.token } : {};
}

/** False where the browser keeps nothing: the code would be used up and the device unknown after the next start. */
export function keepDevice({ token, device, hall, name }: Device): boolean {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ token, device, hall, name }));
    return true;
  } catch {
    return false;
  }
}

export function forgetDevice(): void {
  try {
    localStorage.removeItem(KEPT);
  } catch {
    // What was never kept is forgotten.
  }
}
