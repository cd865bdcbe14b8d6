import { createHash } from 'node:crypto';

interface Step {
  readonly status: number;
  readonly at: number;
}

interface Local {
  body: Readonly<Record<string, unknown>>;
  status: number;
  steps: Step[];
}

/** A row of a manifest. */
export interface Row {
  readonly code: string;
  readonly p1: string;
  readonly steps: number;
}

/** What a commune has, and the manifest that it makes of that; written by the recipe of the documents and by nothing of the gateway. */
export class RowsOfCommune {
  private readonly dossiers = new Map<string, Local>();

  dossier(body: Readonly<Record<string, unknown>>): void {
    const code = String(body['dossierCode']);
    const steps = this.dossiers.get(code)?.steps ?? [];
    this.dossiers.set(code, { body, status: Number(body['status']), steps });
  }

  step({ dossierCode, status, occurredAt }: Readonly<Record<string, unknown>>): void {
    const local = this.dossiers.get(String(dossierCode));
    if (local === undefined) throw new Error(`no dossier ${String(dossierCode)}`);
    local.steps.push({ status: Number(status), at: Date.parse(String(occurredAt)) / 1_000 });
    local.status = Number(status);
  }

  count(): number {
    return this.dossiers.size;
  }

  items(): Row[] {
    return [...this.dossiers.values()].map(rowOf);
  }

  digest(): string {
    return digestOf(this.items());
  }
}

export function openRows(): RowsOfCommune {
  return new RowsOfCommune();
}

/** The digest of the rows of a bucket. */
export function digestOf(rows: readonly Pick<Row, 'p1'>[]): string {
  return sha256(
    rows
      .map(({ p1 }) => `${p1}\n`)
      .sort()
      .join(''),
  );
}

function rowOf({ body, status, steps }: Local): Row {
  const time = (name: string): string => (typeof body[name] === 'string' ? String(Date.parse(body[name]) / 1_000) : '');
  const last = steps.toSorted((a, b) => a.at - b.at || a.status - b.status).at(-1);
  const results = (body['results'] ?? []) as { url?: string }[];
  const parts = [
    ...['p1', body['dossierCode'], String(body['procedureCode']).slice(0, 8), body['channel'] ?? '', status],
    ...['receivedAt', 'dueAt', 'finishedAt', 'returnedAt'].map(time),
    ...[steps.length, last?.status ?? '', last?.at ?? '', results.some(({ url }) => (url ?? '') !== '') ? 1 : 0],
  ];
  return { code: String(body['dossierCode']), p1: sha256(parts.join('|')), steps: steps.length };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
