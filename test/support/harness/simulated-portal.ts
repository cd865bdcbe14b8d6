/** Something that the portal accepted; `n` runs over records and steps, `at` is RFC 3339. */
export interface AcceptedThere {
  readonly n: number;
  readonly at?: string;
  readonly item: Readonly<Record<string, unknown>>;
}

/** A dossier as the portal holds it. */
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

/** A misbehaviour to set. */
export interface PortalFault {
  readonly mode: string;
  readonly rate?: number;
  readonly delayMs?: number;
  readonly applied?: boolean;
  readonly services?: readonly string[];
  readonly codes?: readonly string[];
  readonly seed?: number;
}

/** The control of the simulated portal. */
export class SimulatedPortal {
  constructor(readonly url: string) {}

  async set(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await this.put('settings', settings);
  }

  async faults(...faults: readonly PortalFault[]): Promise<void> {
    await this.put('faults', faults);
  }

  async forget(codes: readonly string[]): Promise<void> {
    const current = (await (await fetch(`${this.url}/_sim/national/faults`)).json()) as PortalFault[];
    await this.put('faults', [...current, { mode: 'forget', codes }]);
  }

  /** Undefined: it never received that dossier. */
  async read(code: string): Promise<HeldThere | undefined> {
    const answer = await fetch(`${this.url}/_sim/national/dossiers/${code}`);
    return answer.status === 404 ? undefined : ((await answer.json()) as HeldThere);
  }

  private async put(what: 'settings' | 'faults', body: unknown): Promise<void> {
    const answer = await fetch(`${this.url}/_sim/national/${what}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the simulator refused: ${await answer.text()}`);
  }
}
