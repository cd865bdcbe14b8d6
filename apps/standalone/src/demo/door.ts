import { sleep } from '#runtime';
import type { Commune } from './communes.ts';
import type { DemoStep } from './write-dossiers.ts';

/** Somebody refused what the demo sent: a fault of the demo or of the door, shown with its codes. */
export class DemoRefused extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join(', '));
    this.name = 'DemoRefused';
  }
}

/** A door as the system of one commune calls it. Each comes back when everything is accepted; what is not answered is sent again, which is harmless. */
export interface Door {
  dossiers(bodies: readonly Readonly<Record<string, unknown>>[]): Promise<void>;
  steps(steps: readonly DemoStep[]): Promise<void>;
}

/** Where a door is, and for how long it is asked. */
export interface DoorAddress {
  readonly address: string;
  readonly commune: Commune;
  readonly signal: AbortSignal;
}

const CALL_WITHIN_MS = 30_000;
const PAUSE_MS = 500;

/** Posts until there is an answer that is not "later". */
export async function postUntilAnswered(
  url: string,
  { headers, body, signal }: { headers: Readonly<Record<string, string>>; body: unknown; signal: AbortSignal },
): Promise<{ readonly status: number; readonly answer: unknown }> {
  for (;;) {
    signal.throwIfAborted();
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_WITHIN_MS)]),
    }).catch(() => undefined);
    if (response !== undefined && response.status !== 429 && response.status < 500)
      return { status: response.status, answer: await response.json() };
    await sleep(Number(response?.headers.get('retry-after') ?? 0) * 1_000 || PAUSE_MS, signal);
  }
}
