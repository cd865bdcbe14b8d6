import { afterEach, describe, expect, it } from '@jest/globals';
import { isWrapper, NATIONAL_TRANSPORTS, type TransportName } from '../../support/national-transports.ts';
import { aDossier, aStep } from '../../support/open-test-ledger.ts';
import { ShadowStage } from './shadow-stage.ts';

const TRANSPORTS = ['direct', 'adapter, dstcode in a header', 'wrapper, three addresses', 'wrapper, a token'] as const;

let stage: ShadowStage;
afterEach(() => stage.close());

async function open(name: TransportName): Promise<string> {
  stage = await ShadowStage.open('261124', { lookup: isWrapper(name) ? 'none' : 'steps' }, NATIONAL_TRANSPORTS[name]);
  await stage.restartAs({ mode: 'shadow' });
  const code = stage.newCode();
  await stage.send(aDossier(code), aStep(code, 4, '2026-11-24T09:00:00+07:00'));
  await stage.settled([code]);
  return code;
}

describe.each(TRANSPORTS)('a destination in shadow over %s', (name) => {
  it('is written for as over any other, told nothing, and cut over', async () => {
    const code = await open(name);
    const kept = await stage.kept(code);
    expect(kept.map(({ seq, service, wire }) => [seq, service, wire['MaHoSo']])).toEqual([
      [1, 'create', code],
      [2, 'steps', code],
      [3, 'update', code],
    ]);
    expect(await stage.test.portal.read(code)).toBeUndefined();
    expect((await stage.test.db.query('SELECT 1 FROM call')).rows).toEqual([]);

    await stage.tellAsBefore(kept);
    await stage.restartAs({});
    await stage.settled([code]);
    await stage.send(aStep(code, 9, '2026-11-24T10:00:00+07:00'));
    await stage.settled([code]);
    expect(await stage.told(code)).toBe('r2 s4 r4 r4 s9 r9');
    expect(await stage.view(code)).toMatchObject({ acknowledgedSeq: 5, possiblyTwice: [] });
  });
});
