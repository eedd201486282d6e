// A screen that was led here as a device goes where its hall's manager hangs it next. An address somebody typed stays.
import { device, forgetDevice } from "../../server/web/shared/device";
import { gone, reloadIfThere } from "./renewal";

/** In the address of a page that the enrolled device was led to. */
const LED = "#device";

interface Self {
  hall: string;
  screen: string | null;
}

/** "unknown": no device, or one whose token is worth nothing; it is forgotten. "silent": no answer, so nothing is known. */
export async function myScreen(): Promise<string | "unknown" | "silent"> {
  const known = device();
  if (known === null) return "unknown";
  try {
    const answer = await fetch("/api/v1/devices/self", {
      headers: { Authorization: `Bearer ${known.token}` },
      credentials: "omit",
      cache: "no-store",
    });
    if (answer.status === 401 || answer.status === 403) {
      forgetDevice();
      return "unknown";
    }
    if (!answer.ok) return "silent";
    const { hall, screen } = (await answer.json()) as Self;
    return `/display/${encodeURIComponent(hall)}${screen === null ? "" : `/${encodeURIComponent(screen)}`}`;
  } catch {
    return "silent";
  }
}

export function lead(to: string): void {
  location.replace(to + LED);
}

/** The page once more, or the one that this device shows by now; `leaving` first. */
export async function again(leaving?: () => void): Promise<void> {
  const to = location.hash === LED ? await myScreen() : "silent";
  if (to === "silent" || to === location.pathname) return reloadIfThere(leaving);
  if (to === "unknown") withdrawn();
  else lead(to);
  await gone();
}

/**
 * Asked with each new line. A token taken back while this screen was off, or had no line, is a token nobody knows: the
 * board is for everybody, so the server would let the page in and say nothing.
 */
export async function askWhetherKnown(): Promise<void> {
  if (location.hash === LED && (await myScreen()) === "unknown") withdrawn();
}

/** The token was taken back while the page stood: the page that asks for a code says so. */
export function withdrawn(): void {
  forgetDevice();
  location.replace("/display#withdrawn");
}
