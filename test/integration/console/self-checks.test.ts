import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openLog } from '#runtime';
import { startScheduler, type RunningScheduler } from '../../../apps/scheduler/src/index.ts';
import { eventually } from '../../support/eventually.ts';
import { aDossier, receipts, submit, TEST_SIGNER } from '../../support/open-test-ledger.ts';
import { CHECKS, KEEPING, partnersAt, NO_SCORE } from '../scheduler/open-test-scheduler.ts';
import { openStage, type InsightStage } from './insight-stage.ts';

const DOSSIERS = 7;

let stage: InsightStage;
let scheduler: RunningScheduler;
let webhook: Server;
const told: string[] = [];

beforeAll(async () => {
  stage = await openStage();
  webhook = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      told.push(Buffer.concat(chunks).toString());
      response.writeHead(204).end();
    });
  }).listen(0, '127.0.0.1');
  await once(webhook, 'listening');
  const url = `http://127.0.0.1:${String((webhook.address() as AddressInfo).port)}/`;
  scheduler = await startScheduler({
    ...{ databaseUrl: stage.desk.databaseUrl, pool: 3, partners: partnersAt(), checks: CHECKS, log: openLog('test') },
    ...{ health: { port: 0, bindAddress: '127.0.0.1' }, signer: TEST_SIGNER, sealEveryMs: 3_600_000 },
    ...{ score: NO_SCORE, keeping: KEEPING },
    webhook: { url, secret: `whsec_${Buffer.alloc(32, 5).toString('base64')}` },
  });
});

afterAll(async () => {
  await scheduler.close();
  webhook.closeAllConnections();
  webhook.close();
  await stage.close();
});

interface Shown {
  readonly id: string;
  readonly sample: { readonly dossierCode: string; readonly dossierCodes: string[]; readonly facts: string } | null;
  readonly [member: string]: unknown;
}

async function seen(invariant: string): Promise<Shown> {
  return eventually(async () => {
    const { body } = await stage.desk.ask('GET', '/api/incidents?kind=self-check&destination=national', { as: 'viewer' });
    const found = (body['items'] as Shown[]).find(({ sample }) => sample?.facts.startsWith(`${invariant} `));
    if (found === undefined) throw new Error(`nobody saw ${invariant}`);
    return found;
  });
}

async function dossiersOf(id: string): Promise<unknown> {
  return (await stage.desk.ask('GET', `/api/incidents/${id}/dossiers`, { as: 'viewer' })).body['items'];
}

it('what a self-check saw is said at the console, with the dossiers in which it was seen, and they are found from there', async () => {
  const codes = Array.from({ length: DOSSIERS }, () => stage.newCode());
  await receipts(
    submit(
      stage.door,
      stage.client,
      codes.map((code) => aDossier(code)),
    ),
  );
  // Somebody laid the lanes to rest by hand.
  await stage.desk.owner.query(`UPDATE lane SET state = 'idle', due_at = NULL WHERE destination = 'national'`);
  const named = codes.slice(0, 5);
  const incident = await seen('idle-with-work');
  const facts = `idle-with-work lanes=${String(DOSSIERS)}`;
  expect(incident).toMatchObject({
    ...{ cause: 'invariants', count: DOSSIERS, sample: { dossierCode: named[0], dossierCodes: named, facts } },
    title: { vi: 'Tự kiểm tra thấy bất thường · Cổng Dịch vụ công quốc gia' },
  });
  const { vi, en } = incident['why'] as Record<'vi' | 'en', string>;
  expect(vi).toContain(`Làn nghỉ dù còn việc. Thấy: ${facts}. Hồ sơ: ${named.join(', ')}.`);
  expect(en).toContain(`A lane rests although there is work. Seen: ${facts}. Dossiers: ${named.join(', ')}.`);
  expect(await dossiersOf(incident.id)).toMatchObject(named.map((code) => ({ code, destination: 'national', state: 'idle' })));
  // A message to the webhook names no dossier.
  await eventually(() => {
    const message = told.map((body) => (JSON.parse(body) as { data: Shown }).data).find(({ id }) => id === incident.id);
    expect(message).toMatchObject({ sample: facts, title: { vi: 'Tự kiểm tra thấy bất thường' } });
  });
  expect(told.join()).not.toContain('H56');
});

it('a dossier without its lane is named and found too', async () => {
  const lane = await stage.claimed();
  await stage.desk.owner.query(`UPDATE destination SET changed_at = changed_at - interval '1 hour'`);
  await stage.desk.owner.query(
    `WITH i AS (DELETE FROM lane_item WHERE dossier_id = $1 AND destination = 'national')
      DELETE FROM lane WHERE dossier_id = $1 AND destination = 'national'`,
    [lane.dossierId],
  );
  const incident = await seen('dossier-without-lane');
  expect(incident.sample).toMatchObject({ dossierCodes: [lane.dossierCode], facts: 'dossier-without-lane lanes=1' });
  expect(await dossiersOf(incident.id)).toMatchObject([{ code: lane.dossierCode, state: null }]);
});
