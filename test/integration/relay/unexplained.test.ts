import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OutcomeCatalogue, readOwnOutcomes } from '#protocols';
import { OUTCOME_CAUSES } from '#protocols/dvcqg';
import { Runner } from '../../../apps/relay/src/claim/runner.ts';
import { eventually } from '../../support/eventually.ts';
import { json, ScriptedPortal } from '../../support/scripted-portal.ts';
import { openTestRoad, type TestRoad } from './open-test-road.ts';

const NAME = 'Trần Thị Riêng Tư';
const SESSION = { error_code: 0, session: 's', message: '' };

let test: TestRoad;
let runner: Runner;
let portal: ScriptedPortal;
let folder: string;

beforeAll(async () => {
  portal = new ScriptedPortal();
  await portal.open();
  test = await openTestRoad({}, () => ({
    ...{ baseUrl: `http://${portal.address}`, username: 'h56', password: 'x', madonvi: '000.00.00.H56' },
    procedureSuffix: '.000.00.00.H56',
  }));
  folder = mkdtempSync(join(tmpdir(), 'one-stop-outcomes-'));
});

afterAll(async () => {
  await test.close();
  await portal.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  portal.respond = (response, request) => {
    const isLogin = request.url?.endsWith('login') === true;
    json(isLogin ? SESSION : { error_code: -77, message: `Hồ sơ của ${NAME} bị khoá sổ` })(response, request);
  };
});

afterEach(() => runner.stop());

interface Row {
  readonly fingerprint: string;
  readonly kind: string;
  readonly must_act: string;
  readonly sample: string | null;
  readonly count: string;
}

const incidents = async (): Promise<Row[]> =>
  (await test.db.query<Row>('SELECT fingerprint, kind, must_act, sample, count FROM incident ORDER BY opened_at')).rows;

describe('an answer that no line of the table knows', () => {
  it('is a task of its own, once for its kind and with nothing of a person; a line that an operator adds explains it', async () => {
    runner = new Runner(test.road, undefined);
    runner.start();
    const { ids } = await test.accept(3);
    await eventually(async () => {
      const [row, ...others] = await incidents();
      expect(others).toEqual([]);
      expect(row).toMatchObject({
        fingerprint: 'unexplained|national|create|200|-77',
        kind: 'unexplained',
        must_act: 'province',
      });
      expect(row?.sample).toBe('hồ sơ của … bị khoá …');
      expect(Number(row?.count)).toBeGreaterThanOrEqual(3);
    });
    await runner.stop();
    writeFileSync(
      join(folder, 'dvcqg.csv'),
      'services,http,code,text,without,outcome,cause,must_act,vi,en\n,,-77,khoá sổ,,refused,own.closed,national,Đang khoá sổ.,The books are closed.\n',
    );
    const catalogue = new OutcomeCatalogue(OUTCOME_CAUSES, readOwnOutcomes(folder).dvcqg);
    runner = new Runner({ ...test.road, catalogue, client: catalogue.over(test.road.client) }, undefined);
    runner.start();
    const more = await test.accept(1);
    await eventually(async () => {
      const { rows } = await test.db.query<{ state: string; cause: string }>(
        'SELECT state, cause FROM lane WHERE dossier_id = ANY($1)',
        [more.ids],
      );
      expect(rows).toMatchObject([{ state: 'blocked' }]);
      expect(rows[0]?.cause).toContain('own.closed');
    });
    expect(await incidents()).toContainEqual(expect.objectContaining({ kind: 'refused', must_act: 'national' }));
    expect(ids).toHaveLength(3);
  });

  it('to a login is one too', async () => {
    const held = await test.road.sessions.get();
    test.road.sessions.refused(held?.number ?? 0);
    portal.respond = json({ error_code: 'E77', message: 'Lỗi' }, 418);
    runner = new Runner(test.road, undefined);
    runner.start();
    await test.accept(1);
    await eventually(async () => {
      const found = (await incidents()).map(({ fingerprint }) => fingerprint);
      expect(found).toContain('unexplained|national|login|418|E77');
    });
  });
});
