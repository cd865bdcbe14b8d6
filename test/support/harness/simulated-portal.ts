export type PortalName = 'national' | 'province';

/** Something that the portal accepted; `n` runs over records and steps, `at` is RFC 3339. */
export interface AcceptedThere {
  readonly n: number;
  readonly at?: string;
  readonly item: Readonly<Record<string, unknown>>;
}

/** A dossier as the portal holds it; steps of the province are its traces. */
export interface HeldThere {
  readonly code: string;
  readonly status: string;
  readonly records: readonly AcceptedThere[];
  readonly steps: readonly AcceptedThere[];
  readonly calls: readonly {
    readonly service: string;
    readonly isUpdating: string | null;
    readonly at: string;
    readonly outcome: string;
  }[];
}

/** A page of the dossiers that a portal holds, in the order of their first arrival. */
export interface PageThere {
  readonly total: number;
  readonly items: readonly { readonly code: string; readonly status: string; readonly steps: number }[];
}

/** A misbehaviour to set. */
export interface PortalFault {
  readonly mode: string;
  readonly rate?: number;
  readonly delayMs?: number;
  readonly applied?: boolean;
  /** RFC 3339, or null = for good. */
  readonly until?: string | null;
  readonly services?: readonly string[];
  readonly codes?: readonly string[];
  readonly what?: 'dossiers' | 'steps';
  readonly seed?: number;
}

/** What can be set at a portal; the second half at the province alone, where it decides the assumptions A6, A8 and A9. */
export interface PortalSettings {
  readonly lookup: 'steps' | 'dossier' | 'none';
  readonly sessionSeconds: number;
  readonly dedupeTraces: boolean;
  readonly newLoginEndsOld: boolean;
  readonly upsert?: boolean;
  readonly acceptsNoAttachments?: boolean;
  readonly traceStatus?: 'national' | 'any';
}

/** The control of a simulated portal. */
export class SimulatedPortal {
  constructor(
    /** Of the simulator, which both portals share. */
    readonly url: string,
    readonly portal: PortalName = 'national',
  ) {}

  async set(settings: Partial<PortalSettings>): Promise<void> {
    await this.put('settings', settings);
  }

  settings(): Promise<PortalSettings> {
    return this.get('settings');
  }

  async faults(...faults: readonly PortalFault[]): Promise<void> {
    await this.put('faults', faults);
  }

  /** The misbehaviours in force. */
  faultsInForce(): Promise<readonly PortalFault[]> {
    return this.get('faults');
  }

  /** Makes the portal forget dossiers, or their steps alone; faults in force stay so. */
  async forget(codes: readonly string[], what: 'dossiers' | 'steps' = 'dossiers'): Promise<void> {
    await this.put('faults', [...(await this.faultsInForce()), { mode: 'forget', what, codes }]);
  }

  /** Undefined: it never received that dossier. */
  async read(code: string): Promise<HeldThere | undefined> {
    const answer = await fetch(this.address(`dossiers/${code}`));
    return answer.status === 404 ? undefined : ((await answer.json()) as HeldThere);
  }

  /** How many records it was given of a dossier that differ: one that comes again because its answer was late changes nothing there. */
  async versions(code: string): Promise<number> {
    const held = await this.read(code);
    return new Set(held?.records.map(({ item }) => JSON.stringify(item))).size;
  }

  /** How often it was asked, by service; `login` for a login. */
  async requests(): Promise<Readonly<Record<string, number>>> {
    return { login: 0, ...(await this.get<Record<string, number>>('requests')) };
  }

  /** `limit` up to 1,000. */
  list(offset = 0, limit = 100): Promise<PageThere> {
    return this.get(`dossiers?offset=${String(offset)}&limit=${String(limit)}`);
  }

  private async get<T>(what: string): Promise<T> {
    const answer = await fetch(this.address(what));
    if (!answer.ok) throw new Error(`the simulator refused: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  private async put(what: 'settings' | 'faults', body: unknown): Promise<void> {
    const answer = await fetch(this.address(what), {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the simulator refused: ${await answer.text()}`);
  }

  private address(what: string): string {
    return `${this.url}/_sim/${this.portal}/${what}`;
  }
}
