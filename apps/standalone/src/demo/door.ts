import { sleep } from '#runtime';

/** Somebody refused what the demo sent: a fault of the demo or of the door, shown with its codes. */
export class DemoRefused extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join(', '));
    this.name = 'DemoRefused';
  }
}

interface Receipt {
  readonly dossierCode: string;
  readonly result: 'accepted' | 'duplicate' | 'refused';
  readonly problems: readonly { readonly field?: string; readonly code: string }[];
}

const CALL_WITHIN_MS = 30_000;
const PAUSE_MS = 500;

/** The public native door, called as the system of one commune would: what is not answered is sent again, which is harmless. */
export class Door {
  constructor(
    private readonly address: string,
    private readonly apiKey: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Sends one object by itself, several as a batch; comes back when every one of them is accepted. */
  async send(path: 'dossiers' | 'status-changes', items: readonly object[]): Promise<void> {
    const body = JSON.stringify(items.length === 1 ? items[0] : { items });
    for (;;) {
      this.signal.throwIfAborted();
      const answer = await this.call(path, body);
      if (answer.kind === 'receipts') {
        checkReceipts(answer.receipts);
        return;
      }
      await sleep(answer.waitMs, this.signal);
    }
  }

  private async call(
    path: string,
    body: string,
  ): Promise<{ kind: 'receipts'; receipts: readonly Receipt[] } | { kind: 'later'; waitMs: number }> {
    let response: Response;
    try {
      response = await fetch(`${this.address}/v1/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.apiKey}`, 'content-type': 'application/json' },
        body,
        signal: AbortSignal.any([this.signal, AbortSignal.timeout(CALL_WITHIN_MS)]),
      });
    } catch {
      return { kind: 'later', waitMs: PAUSE_MS };
    }
    if (response.status === 429 || response.status >= 500) {
      return { kind: 'later', waitMs: Number(response.headers.get('retry-after') ?? 0) * 1_000 || PAUSE_MS };
    }
    const answer = (await response.json()) as { receipts?: readonly Receipt[]; code?: string } & Receipt;
    if (response.status !== 202) throw new DemoRefused([`HTTP ${String(response.status)} ${answer.code ?? ''}`]);
    return { kind: 'receipts', receipts: answer.receipts ?? [answer] };
  }
}

function checkReceipts(receipts: readonly Receipt[]): void {
  const refused = receipts.filter(({ result }) => result === 'refused');
  if (refused.length === 0) return;
  throw new DemoRefused(
    refused.flatMap(({ dossierCode, problems }) => problems.map(({ code, field }) => `${dossierCode}: ${code} ${field ?? ''}`)),
  );
}
