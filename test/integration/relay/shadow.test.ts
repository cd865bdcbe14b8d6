import { NO_RECONCILIATION } from '../../support/no-reconciliation.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareDatabase } from '#ledger';
import type { DestinationSettings } from '#protocols';
import { metricsText, openLog } from '#runtime';
import { startRelay, type RelayOptions } from '../../../apps/relay/src/relay.ts';
import { checkModes } from '../../../apps/relay/src/shadow/watch-mode.ts';
import { aDossier, aStep, TEST_SECRETS } from '../../support/open-test-ledger.ts';
import { eventually } from '../../support/eventually.ts';
import { liveInTown } from '../../support/thanh-hoa-town.ts';
import { openTrap, type Trap } from '../../support/trap.ts';
import { ShadowStage } from './shadow-stage.ts';

let trap: Trap;
let stage: ShadowStage;

beforeAll(async () => {
  trap = await openTrap();
  const settings = { baseUrl: trap.url, username: 'u', password: 'p', madonvi: '000.00.00.H56' };
  stage = await ShadowStage.open('261201', { mode: 'shadow', settings });
  await stage.test.configure({});
});

afterEach(async () => {
  await stage.stop();
  // Whatever a test was about: nobody was called.
  expect(trap.connections()).toBe(0);
});

afterAll(async () => {
  await stage.close();
  await trap.close();
});

const finished = { status: 9, occurredAt: '2026-12-01T10:00:00+07:00' } as const;

describe('a destination in shadow', () => {
  it('has everything written and kept, in order, and is told to nobody as delivered', async () => {
    const code = stage.newCode();
    await stage.send(aDossier(code));
    stage.start();
    await stage.settled([code]);
    await stage.send(aStep(code, 4, '2026-12-01T09:00:00+07:00'), aStep(code, finished.status, finished.occurredAt));
    await stage.settled([code]);

    const items = await stage.kept(code);
    expect(items.map(({ seq, service }) => [seq, service])).toEqual([
      [1, 'create'],
      [2, 'steps'],
      [3, 'update'],
      [4, 'steps'],
      [5, 'update'],
    ]);
    expect(items.map(({ wire }) => wire['TrangThaiHoSo'] ?? wire['TrangThai'])).toEqual(['2', '4', '4', '9', '9']);
    expect(items[0]).toMatchObject({ codesVersion: stage.test.t.ledger.codes().version, wire: { ChuHoSo: 'Nguyễn Văn A' } });
    expect(await stage.rowsOf(code, 'outcome')).toEqual([]);
    expect(await stage.rowsOf(code, 'attempt')).toEqual([]);
    expect((await stage.test.db.query('SELECT 1 FROM call')).rows).toEqual([]);
    expect((await stage.test.db.query('SELECT 1 FROM partner_session')).rows).toEqual([]);
  });

  it('is shown as what it is: written so far, acknowledged by nobody', async () => {
    const code = stage.newCode();
    await stage.send(aDossier(code), aStep(code, 4, '2026-12-01T09:00:00+07:00'));
    stage.start();
    await stage.settled([code]);
    const view = await stage.test.t.ledger.readDossier(stage.test.t.a, code);
    expect(typeof view === 'string' ? view : view.destinations).toEqual([
      {
        ...{ id: 'national', mode: 'shadow', state: 'idle', cause: null, lastOutcome: null, nextAttemptAt: null },
        ...{ acknowledgedSeq: 0, shadowSeq: 3, possiblyTwice: [] },
      },
    ]);
  });

  it('skips what a live one would skip', async () => {
    const code = stage.newCode();
    await stage.send(aDossier(code));
    await stage.send(aDossier(code, { note: 'hai' }));
    await stage.send(aDossier(code, { note: 'ba' }));
    stage.start();
    await stage.settled([code]);
    expect((await stage.kept(code)).map(({ seq, wire }) => [seq, wire['GhiChu']])).toEqual([[3, 'ba']]);
    const { rows } = await stage.test.db.query<{ state: string }>(
      'SELECT li.state FROM lane_item li JOIN dossier o ON o.id = li.dossier_id WHERE o.code = $1 ORDER BY li.seq',
      [code],
    );
    expect(rows.map(({ state }) => state)).toEqual(['superseded', 'superseded', 'delivered']);
  });

  it('holds what needs a code that is not mapped, with its incident, and goes on when it is', async () => {
    const code = stage.newCode();
    await stage.send(aDossier(code, { procedureCode: '9.333333' }));
    stage.start();
    await stage.settled([code], 'held');
    const open = `SELECT must_act FROM incident WHERE fingerprint LIKE '%|9.333333' AND cleared_at IS NULL`;
    const incidents = async (): Promise<unknown[]> => (await stage.test.db.query<{ must_act: string }>(open)).rows;
    expect(await incidents()).toEqual([{ must_act: 'province' }]);
    expect(await stage.kept(code)).toEqual([]);

    // The ledger of a test gives no lane free by itself: whoever claims it has to know the code by then.
    const { ledger } = stage.test.t;
    const former = ledger.codes().version;
    await stage.stop();
    await mapProcedure('9.333333');
    await eventually(() => {
      expect(ledger.codes().version).not.toBe(former);
    });
    stage.start();
    await stage.settled([code]);
    expect(await incidents()).toEqual([]);
    expect((await stage.kept(code)).map(({ wire }) => wire['MaTTHC'])).toEqual(['9.333333.000.00.00.H56']);
    expect(await stage.rowsOf(code, 'outcome')).toEqual([]);
  });

  it('is worked by any number of relays, of which some go: every item once and in order', async () => {
    const codes = Array.from({ length: 60 }, () => stage.newCode());
    const relays = [stage.start({ concurrency: 8 }), stage.start({ concurrency: 8 })];
    await stage.send(...codes.map((code) => aDossier(code)));
    await stage.send(...codes.map((code) => aStep(code, 4, '2026-12-01T09:00:00+07:00')));
    await relays[0]?.stop();
    await stage.send(...codes.map((code) => aStep(code, 9, finished.occurredAt)));
    await relays[1]?.stop();
    stage.start();
    await stage.settled(codes);

    const { rows } = await stage.test.db.query<{ seqs: number[] }>(
      `SELECT array_agg(s.seq ORDER BY s.position) AS seqs FROM shadow_item s JOIN dossier o ON o.id = s.dossier_id
        WHERE o.code = ANY($1) GROUP BY s.dossier_id`,
      [codes],
    );
    expect(rows).toHaveLength(60);
    for (const { seqs } of rows) {
      expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
      expect(seqs).toEqual(expect.arrayContaining([2, 4, 5]));
    }
  });

  it('is worked although it was stopped when it was live', async () => {
    const code = stage.newCode();
    await stage.send(aDossier(code));
    const now = stage.test.road.clock.now();
    await stage.test.t.ledger.destinations.stop('national', { cause: 'test', now, probeAt: now });
    stage.start();
    await stage.settled([code]);
    await stage.test.t.ledger.destinations.resume('national', now);
  });
});

describe('what is kept in shadow', () => {
  it('is what a live destination is sent, item by item', async () => {
    const town = liveInTown({ agencyCode: 'H56.14797', day: '2026-12-02', dossiers: 9, seed: 2 }, () => 20);
    const codes = town.dossiers.map(({ facts }) => facts.code);
    const live = await ShadowStage.open('261202');
    try {
      for (const happened of town.truth)
        for (const item of happened) {
          await live.send(item);
          await stage.send(item);
        }
      await live.restartAs({});
      stage.start();
      await Promise.all([live.settled(codes), stage.settled(codes)]);
      for (const code of codes) {
        const { records, steps } = await live.held(code);
        const sent = [...records, ...steps].sort((a, b) => a.n - b.n).map(({ item }) => item);
        expect((await stage.kept(code)).map(({ wire }) => wire)).toEqual(sent);
      }
    } finally {
      await live.close();
    }
  });
});

describe('a whole relay whose destination is in shadow', () => {
  it('speaks to nobody from its start to its stop, and says so in its measures', async () => {
    const code = stage.newCode();
    await stage.send(aDossier(code));
    const relay = await startRelay(relayFor({ mode: 'shadow' }));
    await stage.settled([code]);
    expect((await metricsText()).text).toContain('gateway_destination_shadow{destination="national"} 1');
    await relay.close();
    expect(await stage.kept(code)).toHaveLength(1);
  });

  it('does not start for a mode that the ledger does not know', async () => {
    await expect(startRelay(relayFor({ mode: 'live' }))).rejects.toThrow('destinations.national.mode: live');
  });
});

function relayFor(more: Partial<DestinationSettings>): RelayOptions {
  const { destination } = stage.test.roadAs(more);
  return {
    ...{ databaseUrl: stage.test.t.url, pool: 4, destinations: [destination], broker: undefined, secrets: TEST_SECRETS },
    ...{
      log: openLog('test'),
      shadowMonths: 6,
      closingFirstDays: 0,
      reconciliation: NO_RECONCILIATION,
      health: { port: 0, bindAddress: '127.0.0.1' },
    },
  };
}

describe('a relay that was started for the other mode', () => {
  it('claims nothing, and is told so at its start', async () => {
    const code = stage.newCode();
    await stage.send(aDossier(code));
    const live = stage.start({ mode: 'live' });
    const lanes = await stage.test.t.ledger.lanes.claim({
      destination: 'national',
      among: 'all',
      most: 9,
      holder: 'x',
      leaseMs: 9_000,
    });
    expect(lanes).toEqual([]);
    await expect(checkModes(stage.test.t.ledger, [live.road.destination])).rejects.toThrow('destinations.national.mode: live');
    await expect(checkModes(stage.test.t.ledger, [stage.test.road.destination])).resolves.toBeUndefined();
    stage.start();
    await stage.settled([code]);
    expect(await stage.kept(code)).toHaveLength(1);
  });
});

/** As an operator does it: a line more in the table, and the set-up once more beside running relays. */
async function mapProcedure(code: string): Promise<void> {
  const configDir = mkdtempSync(path.join(tmpdir(), 'one-stop-config-'));
  cpSync('config', configDir, { recursive: true });
  writeFileSync(path.join(configDir, 'procedures.csv'), `${code},Thủ tục mới,G15-CT01,Chứng thực,,\n`, { flag: 'a' });
  const destinations = [{ id: 'national', dialect: 'dvcqg', lookup: 'steps', mode: 'shadow', fingerprint: 'test' } as const];
  const log = openLog('test');
  await prepareDatabase({ ownerUrl: stage.test.t.url, roles: undefined, configDir, province: 'H56', destinations, log });
  rmSync(configDir, { recursive: true });
}
