import { gzipSync } from 'node:zlib';
import { ClientRegister } from '#ledger';
import { eventually } from '../../support/eventually.ts';
import { DOSSIER, STEP, type Answered, type OpenDoor } from './open-door.ts';
import { endlessBody, hugeHeader, slowBody } from './raw-call.ts';

/** Sends one bad input; what it needs beforehand was made by `prepareBadInputs`. */
type Send = (door: OpenDoor) => Promise<Answered>;

const MIB = 1024 * 1024;
const THEIRS = { ...DOSSIER, dossierCode: 'H56.14758-261123-0001' };
const MINE = { ...DOSSIER, dossierCode: 'H56.14797-261123-0002', sourceCode: 'HT-2', sourceVersion: 5 };
const FRESH = { ...DOSSIER, dossierCode: 'H56.14797-261123-0003' };
/** A code without a unit's identifier, so that either client may mint it. */
const SHARED = { ...DOSSIER, dossierCode: 'X9-261123-0001' };

/** What the inputs of this table refer to: a dossier of ours, two of another client, a receipt of theirs, cursors, a used key. */
export async function prepareBadInputs(door: OpenDoor): Promise<void> {
  const theirs = { authorization: `Bearer ${door.keys.theirs}` };
  const { body } = await door.post('/v1/dossiers', THEIRS, theirs);
  theirReceipt = String(body['receiptId']);
  await door.post('/v1/dossiers', SHARED, theirs);
  myCursor = String((await door.get('/v1/status-changes')).body['next']);
  theirCursor = String((await door.get('/v1/status-changes', theirs)).body['next']);
  await door.post('/v1/dossiers', MINE);
  await door.post('/v1/dossiers', DOSSIER, { 'idempotency-key': 'used' });
  const register = await ClientRegister.open(door.databaseUrl, door.pepper);
  const units = { kind: 'codes', codes: ['14797'] } as const;
  const tried = { kind: 'test', identifier: 'H56.SANDBOX' } as const;
  for (const [code, order] of Object.entries({
    elsewhere: { units, manners: { networks: ['192.0.2.0/24'] } },
    slow: { units, manners: { requestsPerSecond: 1, itemsPerSecond: 1 } },
    tried: { units: tried, manners: {} },
  }))
    callers[code] =
      `Bearer ${(await register.add({ code, name: code, role: 'commune', ...order }, 'test')).keys[0]?.secret ?? ''}`;
  await register.close();
  for (const authorization of Object.values(callers))
    await eventually(async () => (await door.get('/v1/receipts/1', { authorization })).status !== 401);
}

let theirReceipt = '';
let myCursor = '';
let theirCursor = '';
/** What the further clients say for themselves. */
const callers: Record<string, string> = {};
const as = (code: string): Record<string, string> => ({ authorization: callers[code] ?? '' });

/** Sends it again and again until it is too much. */
async function untilTooMuch(send: () => Promise<Answered>): Promise<Answered> {
  return eventually(
    async () => {
      const answer = await send();
      return answer.status === 429 && answer;
    },
    { everyMs: 0 },
  ) as Promise<Answered>;
}

const dossier =
  (changes: object): Send =>
  (door) =>
    door.post('/v1/dossiers', { ...FRESH, ...changes });
const step =
  (changes: object): Send =>
  (door) =>
    door.post('/v1/status-changes', { ...STEP, ...changes });
const body =
  (text: string | Uint8Array, headers?: Record<string, string>): Send =>
  (door) =>
    door.post('/v1/dossiers', text, headers);
const get =
  (path: string): Send =>
  (door) =>
    door.get(path);
const query =
  (text: string): Send =>
  (door) =>
    door.post(`/v1/dossiers?${text}`, FRESH);

const text = JSON.stringify(FRESH);
const withMember = (member: string): string => `${text.slice(0, -1)},${member}}`;
export const chunks = (count: number): ReadableStream<Uint8Array> => {
  let left = count;
  return new ReadableStream({
    pull: (controller) => {
      if (left-- > 0) controller.enqueue(new Uint8Array(MIB).fill(0x20));
      else controller.close();
    },
  });
};

/** Every refused input of docs/bad-input.md by its name. */
export const BAD_INPUTS: Readonly<Record<string, Send>> = {
  'json-cut': body(text.slice(0, -1)),
  'json-empty': body(''),
  'json-utf-16': body(Buffer.from(text, 'utf16le')),
  'json-windows-1258': body(Buffer.concat([Buffer.from('{"note":"'), Buffer.from([0xe2]), Buffer.from('"}')])),
  'json-bom': body(`\ufeff${text}`),
  'json-duplicate': body(withMember('"status":4')),
  'json-duplicate-escaped': body(withMember(String.raw`"\u0073tatus":4`)),
  'json-duplicate-nested': body(`{"items":[${withMember('"fees":[{"amount":1,"amount":2}]')}]}`),
  'json-deep': body(`${'{"note":'.repeat(100)}1${'}'.repeat(100)}`),
  'json-1e400': body(withMember('"fees":[{"amount":1e400}]')),
  'http-bad-url': get('/v1/dossiers/%zz'),
  'key-missing': (door) => door.post('/v1/dossiers', FRESH, { authorization: '' }),
  'key-basic': (door) => door.post('/v1/dossiers', FRESH, { authorization: 'Basic YTpi' }),
  'key-wrong': (door) => door.post('/v1/dossiers', FRESH, { authorization: 'Bearer wrong' }),
  'key-wrong-11-mib': body(Buffer.alloc(11 * MIB, ' '), { authorization: 'Bearer wrong' }),
  'unit-out-of-scope': dossier({ dossierCode: 'H56.14758-261123-0009' }),
  'portal-here': (door) => door.get('/v1/status-changes', { authorization: `Bearer ${door.keys.portal}` }),
  'network-elsewhere': (door) => door.post('/v1/dossiers', FRESH, as('elsewhere')),
  'network-forged': (door) => door.get('/v1/receipts/1', { ...as('elsewhere'), 'x-forwarded-for': '192.0.2.7' }),
  'unit-of-before': dossier({ dossierCode: 'H56.14755-250515-0001', receivedAt: '2025-05-15T08:00:00+07:00' }),
  'sandbox-code': dossier({ dossierCode: 'H56.SANDBOX-261123-0001' }),
  'sandbox-real-code': (door) => door.post('/v1/dossiers', FRESH, as('tried')),
  'sandbox-no-unit': (door) => door.post('/v1/dossiers', { ...FRESH, dossierCode: 'X9-261123-0009' }, as('tried')),
  'not-yours-step': step({ dossierCode: THEIRS.dossierCode }),
  'not-yours-look-up': get(`/v1/dossiers/${THEIRS.dossierCode}`),
  'unknown-step': step({ dossierCode: 'H56.14797-261123-9999' }),
  'unknown-source-code': step({ dossierCode: undefined, sourceCode: 'HT-9999' }),
  'unknown-look-up': get('/v1/dossiers/H56.14797-261123-9999'),
  'look-up-slash': get('/v1/dossiers/H56.14797%2f261123-0001'),
  'look-up-sql': get(`/v1/dossiers/${encodeURIComponent("' OR 1=1 --")}`),
  'receipt-not-yours': (door) => door.get(`/v1/receipts/${theirReceipt}`),
  'receipt-unknown': get('/v1/receipts/0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b'),
  'receipt-no-uuid': get('/v1/receipts/1'),
  'route-unknown': get('/v1/nothing'),
  'method-delete': (door) => door.post('/v1/dossiers', FRESH, {}, 'DELETE'),
  'slow-body': (door) => slowBody(door),
  'code-taken': dossier(SHARED),
  'source-code-taken': dossier({ sourceCode: MINE.sourceCode }),
  'step-of-two': step({ sourceCode: MINE.sourceCode }),
  'version-conflict': dossier({ ...MINE, note: 'khác' }),
  'key-reused': (door) => door.post('/v1/dossiers', { ...DOSSIER, note: 'khác' }, { 'idempotency-key': 'used' }),
  'batch-501': (door) => door.post('/v1/dossiers', { items: Array.from({ length: 501 }, () => FRESH) }),
  'body-11-mib': body(Buffer.alloc(11 * MIB, ' ')),
  'body-11-mib-chunked': (door) => door.post('/v1/dossiers', chunks(11)),
  'body-endless': (door) => endlessBody(door),
  'type-text': body(text, { 'content-type': 'text/plain' }),
  'type-form': (door) => door.post('/v1/status-changes', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }),
  'type-none': (door) => door.post('/v1/dossiers', Buffer.from(text), { 'content-type': '' }),
  'encoding-gzip': body(gzipSync(Buffer.alloc(20 * MIB, ' ')), { 'content-encoding': 'gzip' }),
  'batch-empty': body('{"items":[]}'),
  'batch-object': body('{"items":{}}'),
  'batch-beside': (door) => door.post('/v1/dossiers', { items: [FRESH], dryRun: true }),
  'query-misspelt': query('validateonly=true'),
  'query-one': query('validateOnly=1'),
  'idempotency-long': (door) => door.post('/v1/dossiers', FRESH, { 'idempotency-key': 'k'.repeat(256) }),
  array: body(`[${text}]`),
  null: (door) => door.post('/v1/status-changes', 'null'),
  nothing: (door) => door.post('/v1/status-changes', {}),
  'no-received-at': dossier({ receivedAt: undefined }),
  'required-null': dossier({ agencyName: null }),
  'required-invisible': dossier({ agencyName: '\u200b \u3164' }),
  'placeholder-required': step({ occurredAt: '0001-01-01T00:00:00' }),
  several: dossier({ dueAt: 'mai', status: 11, fees: [{ amount: '8000' }] }),
  'number-for-text': dossier({ note: 5 }),
  'text-for-number': step({ status: '4' }),
  'text-for-boolean': dossier({ digitised: 'true' }),
  'null-in-list': dossier({ papers: [{ name: 'a' }, null] }),
  proto: body(withMember('"__proto__":{"status":4}')),
  constructor: body(withMember('"constructor":null')),
  'upper-case-name': dossier({ Note: 'a' }),
  u0000: dossier({ note: 'a\0b' }),
  'lone-surrogate': step({ officer: 'Lê \ud800' }),
  'one-mib-field': dossier({ applicant: { kind: 'citizen', name: 'a'.repeat(MIB) } }),
  'list-201': dossier({ papers: Array.from({ length: 201 }, () => ({ name: 'a' })) }),
  'source-code-101': dossier({ sourceCode: 'a'.repeat(101) }),
  'february-31': dossier({ dueAt: '2026-02-31T08:00:00+07:00' }),
  'hour-24': step({ occurredAt: '2026-11-23T24:00:00+07:00' }),
  'second-60': dossier({ dueAt: '2026-11-23T23:59:60+07:00' }),
  'no-offset': dossier({ dueAt: '2026-11-23T08:00:00' }),
  'status-0': dossier({ status: 0 }),
  'status-11': step({ status: 11 }),
  'channel-unknown': dossier({ channel: 'phone' }),
  'code-space': dossier({ dossierCode: 'H56.14797-261123- 0001' }),
  'code-slash': dossier({ dossierCode: 'H56.14797%2f261123-0001' }),
  'code-script': step({ dossierCode: '<script>alert(1)</script>' }),
  'source-version-kind': dossier({ ...MINE, sourceVersion: '2026-11-23T08:15:00Z', note: 'khác' }),
  'feed-limit-0': get('/v1/status-changes?limit=0'),
  'feed-limit-1001': get('/v1/outcomes?limit=1001'),
  'feed-limit-text': get('/v1/status-changes?limit=all'),
  'feed-limit-twice': get('/v1/status-changes?limit=1&limit=2'),
  'feed-misspelt': get('/v1/outcomes?After=x&limit=5'),
  'cursor-empty': get('/v1/status-changes?after='),
  'cursor-garbage': get('/v1/outcomes?after=1'),
  'cursor-changed': (door) =>
    door.get(`/v1/status-changes?after=${myCursor.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`),
  'cursor-cut': (door) => door.get(`/v1/status-changes?after=${myCursor.slice(0, -1)}`),
  'cursor-not-yours': (door) => door.get(`/v1/status-changes?after=${theirCursor}`),
  'cursor-other-feed': (door) => door.get(`/v1/outcomes?after=${myCursor}`),
  'resend-cursor-other-feed': (door) => door.get(`/v1/resend-requests?after=${myCursor}`),
  'resend-limit-0': get('/v1/resend-requests?limit=0'),
  'resend-post': (door) => door.post('/v1/resend-requests', {}),
  'feed-key-missing': (door) => door.get('/v1/outcomes', { authorization: '' }),
  'feed-post': (door) => door.post('/v1/outcomes', {}),
  'too-many-requests': (door) => untilTooMuch(() => door.get('/v1/receipts/1', as('slow'))),
  'too-many-items': (door) =>
    untilTooMuch(() => door.post('/v1/dossiers?validateOnly=true', { items: [FRESH, FRESH] }, as('slow'))),
  'header-64-kib': hugeHeader,
};

const SQL = "'); DROP TABLE dossier; --";
const SCRIPT = '"><script>alert(1)</script>';

/** Every odd but accepted input of docs/bad-input.md by its name. */
export const ODD_INPUTS: Readonly<Record<string, Send>> = {
  'lower-case': dossier({ dossierCode: '  h56.14797-261123-0101 ' }),
  decomposed: dossier({ dossierCode: 'H56.14797-261123-0102', agencyName: DOSSIER.agencyName.normalize('NFD') }),
  emoji: dossier({ dossierCode: 'H56.14797-261123-0103', note: '👩‍👩‍👧‍👦 🇻🇳' }),
  sql: dossier({
    dossierCode: 'H56.14797-261123-0104',
    note: SQL,
    abstract: SQL,
    agencyName: SQL,
    sourceCode: SQL,
    applicant: { kind: 'citizen', name: SQL },
  }),
  script: step({ dossierCode: MINE.dossierCode, officer: SCRIPT, content: SCRIPT, title: SCRIPT, department: SCRIPT }),
  'due-before-received': dossier({ dossierCode: 'H56.14797-261123-0105', dueAt: '2026-11-22T08:00:00+07:00' }),
  placeholder: dossier({ dossierCode: 'H56.14797-261123-0106', dueAt: '0001-01-01T00:00:00' }),
  'file-inside': dossier({ dossierCode: 'H56.14797-261123-0108', papers: [{ url: 'http://192.168.1.5/a.pdf' }] }),
  'file-script': dossier({ dossierCode: 'H56.14797-261123-0109', results: [{ url: 'javascript:alert(1)' }] }),
  'file-user': dossier({
    dossierCode: 'H56.14797-261123-0110',
    supplements: [{ papers: [{ url: 'https://a:b@files.thanhhoa.gov.vn/a.pdf' }] }],
  }),
  'procedure-unknown': dossier({ dossierCode: 'H56.14797-261123-0107', procedureCode: '9.999999' }),
};
