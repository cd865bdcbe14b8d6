import { parseInstant, type Dossier, type Instant, type Status, type Step } from '#canonical';
import {
  createClients,
  openLedger,
  prepareDatabase,
  type Acceptance,
  type DestinationRow,
  type Ledger,
  type Receipt,
  type SubmittedItem,
} from '#ledger';
import { Clock, openLog, SigningKey, type TraceContext } from '#runtime';
import { createTestDatabase, PREPARED } from './databases.ts';
import { PREPARATION } from './preparation.ts';

/** Signs evidence in tests. */
export const TEST_SIGNER = new SigningKey(Buffer.alloc(32, 11));
export const TEST_SECRETS = { pepper: Buffer.alloc(32, 7), wrappingKey: Buffer.alloc(32, 9) };

/** A ledger on a database of its own, prepared as production is, with two clients: `a` of one commune and `b` of another. */
export interface TestLedger {
  readonly ledger: Ledger;
  readonly url: string;
  readonly a: number;
  readonly b: number;
  /** A client for which closing steps are made, of the same commune as `a`. */
  readonly closing: number;
  close(): Promise<void>;
}

/** How a test's ledger differs from the usual one. `destinations`: others than the national portal alone. */
interface TestLedgerOptions {
  readonly statementTimeoutMs?: number;
  readonly clock?: Clock;
  readonly destinations?: readonly DestinationRow[];
}

export const NATIONAL_ROW: DestinationRow = { id: 'national', dialect: 'dvcqg', lookup: 'steps', fingerprint: 'test' };
export const PROVINCE_ROW: DestinationRow = { id: 'province', dialect: 'lgsp-document', lookup: 'none', fingerprint: 'test' };

export async function openTestLedger({ destinations, ...options }: TestLedgerOptions = {}): Promise<TestLedger> {
  const database = await createTestDatabase(PREPARED);
  await prepareTestDatabase(database.url, destinations);
  const ledger = await openLedger({
    url: database.url,
    application: 'test',
    clock: new Clock(),
    log: openLog('test'),
    secrets: TEST_SECRETS,
    ...options,
  });
  const id = async (key: string): Promise<number> => (await ledger.clients.byApiKey(key))?.id ?? 0;
  return {
    ...{ ledger, url: database.url, a: await id('key-a'), b: await id('key-b'), closing: await id('key-closing') },
    close: async () => {
      await ledger.close();
      await database.drop();
    },
  };
}

export async function prepareTestDatabase(url: string, destinations: readonly DestinationRow[] = [NATIONAL_ROW]): Promise<void> {
  await prepareDatabase({ ownerUrl: url, destinations, ...PREPARATION });
  await createClients(url, TEST_SECRETS.pepper, [
    { code: 'a', name: 'UBND phường Hạc Thành', apiKey: 'key-a', unitCodes: ['14797'] },
    { code: 'b', name: 'UBND phường Hàm Rồng', apiKey: 'key-b', unitCodes: ['14758'] },
    { code: 'closing', name: 'UBND phường Hạc Thành (2)', apiKey: 'key-closing', unitCodes: ['14797'], closingStep: true },
  ]);
}

export function instant(text: string): Instant {
  const read = parseInstant(text);
  if (read === undefined) throw new Error(`no instant: ${text}`);
  return read;
}

export function aDossier(code: string, more: Partial<Dossier> = {}): Dossier {
  return {
    dossierCode: code,
    procedureCode: '2.000815',
    applicant: { kind: 'citizen', name: 'Nguyễn Văn A' },
    receivedAt: instant('2026-11-23T08:15:00+07:00'),
    status: 2,
    returnMethod: 'desk',
    agencyName: 'UBND phường Hạc Thành',
    ...more,
  };
}

export function aStep(code: string, status: Status, at: string, more: Partial<Step> = {}): Step {
  return { dossierCode: code, status, occurredAt: instant(at), officer: 'Lê Thị B', content: 'Thẩm định', ...more };
}

/** Submits items as one request of a client. */
export function submit(
  ledger: Ledger,
  clientId: number,
  items: readonly (Dossier | Step | SubmittedItem)[],
  trace?: TraceContext,
): Promise<Acceptance> {
  const submitted = items.map(toSubmitted);
  return ledger.accept({
    clientId,
    door: 'native',
    raw: Buffer.from('{}'),
    items: submitted,
    trace,
    idempotency: undefined,
    validateOnly: false,
  });
}

/** The receipts of a submission. */
export async function receipts(acceptance: Promise<Acceptance>): Promise<readonly Receipt[]> {
  const answer = await acceptance;
  if (answer.kind !== 'judged') throw new Error(answer.kind);
  return answer.receipts;
}

function toSubmitted(item: Dossier | Step | SubmittedItem): SubmittedItem {
  if ('kind' in item) return item;
  return 'procedureCode' in item
    ? { kind: 'dossier', dossier: item, cleared: [], sourceVersion: undefined, warnings: [] }
    : { kind: 'step', step: item, sourceCode: undefined, warnings: [] };
}
