import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DestinationSettings } from '#protocols';
import { Clock, openLog } from '#runtime';
import { speak } from '../../../apps/relay/src/dialects.ts';
import { LiveDestination, openRoadTo, type Road } from '../../../apps/relay/src/road.ts';
import { openTestLedger, PROVINCE_ROW, type TestLedger } from '../../support/open-test-ledger.ts';
import { ProvinceStandIn } from './province-stand-in.ts';

let t: TestLedger;
let province: ProvinceStandIn;
let roads: Road[];

beforeAll(async () => {
  t = await openTestLedger({ destinations: [PROVINCE_ROW] });
  province = new ProvinceStandIn();
  await province.open();
});

afterAll(async () => {
  await t.close();
  await province.close();
});

beforeEach(() => {
  province.calls.length = 0;
});

/** The roads of two relays to the provincial portal, under a destination of the test's own. */
function openRoads(id: string, more: Partial<DestinationSettings> = {}): void {
  const settings = { ...{ id, dialect: 'lgsp-document', lookup: 'none', stepsPerCall: 1 }, settings: province.settings, ...more };
  const destination = Object.assign(new DestinationSettings(), settings);
  roads = ['one', 'two'].map((holder) => {
    const parts = {
      ledger: t.ledger,
      clock: new Clock(),
      log: openLog('test'),
      holder,
      closingFirstDays: 0,
      isStopping: () => false,
    };
    return openRoadTo({ ...parts, ...speak(destination) }, new LiveDestination(destination));
  });
}

const close = (): Promise<unknown> => Promise.all(roads.map(({ client }) => client.close()));
const numbers = async (): Promise<(number | undefined)[]> =>
  (await Promise.all(roads.map(({ sessions }) => sessions.get()))).map((session) => session?.number);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a token that lives shorter than the configuration would keep it', () => {
  it('is replaced before it ends, once for all relays', async () => {
    province.tokenSeconds = 2;
    openRoads('short');
    expect(await numbers()).toEqual([1, 1]);
    await pause(500);
    expect(await numbers()).toEqual([1, 1]);
    await pause(700);
    expect(await numbers()).toEqual([2, 2]);
    expect(province.count('token')).toBe(2);
    await close();
  });

  it('is not taken up by a relay that starts after its end', async () => {
    province.tokenSeconds = 1;
    openRoads('late');
    expect(await roads[0]?.sessions.get()).toMatchObject({ number: 1 });
    await pause(600);
    expect(await roads[1]?.sessions.get()).toMatchObject({ number: 2 });
    await close();
  });
});

describe('a token that lives longer', () => {
  it('is replaced when the configuration says', async () => {
    province.tokenSeconds = 3_600;
    openRoads('long', { sessionAgeMs: 500 });
    expect(await numbers()).toEqual([1, 1]);
    await pause(600);
    expect(await numbers()).toEqual([2, 2]);
    await close();
  });
});
