import { DemoRefused, postUntilAnswered, type Door, type DoorAddress } from './door.ts';
import type { DemoStep } from './write-dossiers.ts';

interface Receipt {
  readonly dossierCode: string;
  readonly result: 'accepted' | 'duplicate' | 'refused';
  readonly problems: readonly { readonly field?: string; readonly code: string }[];
}

/** The gateway's own door: one object by itself, several as a batch. */
export class NativeDoor implements Door {
  constructor(private readonly at: DoorAddress) {}

  dossiers(bodies: readonly object[]): Promise<void> {
    return this.send('dossiers', bodies);
  }

  steps(steps: readonly DemoStep[]): Promise<void> {
    return this.send('status-changes', steps);
  }

  private async send(path: string, items: readonly object[]): Promise<void> {
    const { address, commune, signal } = this.at;
    const headers = { authorization: `Bearer ${commune.apiKey}` };
    const body = items.length === 1 ? items[0] : { items };
    const { status, answer } = await postUntilAnswered(`${address}/v1/${path}`, { headers, body, signal });
    const said = answer as { receipts?: readonly Receipt[]; code?: string } & Receipt;
    if (status !== 202) throw new DemoRefused([`HTTP ${String(status)} ${said.code ?? ''}`]);
    checkReceipts(said.receipts ?? [said]);
  }
}

function checkReceipts(receipts: readonly Receipt[]): void {
  const refused = receipts.filter(({ result }) => result === 'refused');
  if (refused.length === 0) return;
  throw new DemoRefused(
    refused.flatMap(({ dossierCode, problems }) => problems.map(({ code, field }) => `${dossierCode}: ${code} ${field ?? ''}`)),
  );
}
