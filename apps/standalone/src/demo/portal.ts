import type { DestinationMode } from '#canonical';
import type { DestinationRow } from '#ledger';
import { sleep } from '#runtime';

/** The simulated portals by their names, in the order in which they are shown. */
export const PORTAL_NAMES = ['national', 'province'] as const;
export type PortalName = (typeof PORTAL_NAMES)[number];

const DIALECTS: Readonly<Record<PortalName, string>> = { national: 'dvcqg', province: 'lgsp-document' };

/** Simulated portals: those to which dossiers go, and those for which they are only written. */
export interface DemoPortals {
  readonly live: readonly PortalName[];
  readonly inShadow: readonly PortalName[];
}

/** The simulated portals that destinations are. */
export function portalsOf(destinations: readonly Pick<DestinationRow, 'dialect' | 'mode'>[]): DemoPortals {
  const named = (wanted: DestinationMode): PortalName[] => {
    const dialects = destinations.filter(({ mode = 'live' }) => mode === wanted).map(({ dialect }) => dialect);
    return PORTAL_NAMES.filter((name) => dialects.includes(DIALECTS[name]));
  };
  return { live: named('live'), inShadow: named('shadow') };
}

type Item = Readonly<Record<string, unknown>>;

/** What a simulated portal shows of a dossier, as far as the demo looks at it. */
export interface HeldDossier {
  readonly records: readonly { readonly item: Item }[];
  readonly steps: readonly { readonly item: Item }[];
}

const PAGE = 1_000;
const TRIES = 120;
const ANSWER_WITHIN_MS = 5_000;
const PAUSE_MS = 500;

/** The control door of a simulated portal. */
export class Portal {
  constructor(
    readonly name: PortalName,
    private readonly simulator: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Number of steps held, by dossier code. */
  async counts(): Promise<Map<string, number>> {
    const held = new Map<string, number>();
    for (let offset = 0; ; offset += PAGE) {
      const { total, items } = (await this.read(`dossiers?offset=${String(offset)}&limit=${String(PAGE)}`)) as {
        total: number;
        items: { code: string; steps: number }[];
      };
      items.forEach(({ code, steps }) => held.set(code, steps));
      if (offset + PAGE >= total) return held;
    }
  }

  /** One dossier; undefined if it never arrived. */
  async dossier(code: string): Promise<HeldDossier | undefined> {
    return (await this.read(`dossiers/${encodeURIComponent(code)}`)) as HeldDossier | undefined;
  }

  private async read(path: string): Promise<unknown> {
    const response = await this.ask(`${this.simulator}/_sim/${this.name}/${path}`);
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`the simulator answers ${String(response.status)}`);
    return response.json();
  }

  /** Asks again while nobody answers: a simulator that died is being started again. */
  private async ask(address: string): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      this.signal.throwIfAborted();
      try {
        // Not our signal: it would keep a listener for every one of thousands of calls.
        return await fetch(address, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      } catch (error) {
        if (this.signal.aborted || attempt === TRIES) throw error;
        await sleep(PAUSE_MS, this.signal);
      }
    }
  }
}
