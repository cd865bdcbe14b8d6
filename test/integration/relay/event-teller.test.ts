import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Bus, Outgoing } from '#bus';
import { EventTeller } from '../../../apps/relay/src/events/event-teller.ts';
import { eventually } from '../../support/eventually.ts';
import { openTestRoad, type TestRoad } from './open-test-road.ts';

let test: TestRoad;

beforeAll(async () => {
  test = await openTestRoad();
});

afterAll(() => test.close());

/** Where messages go, and whether they are confirmed. */
class Exchange {
  readonly told: Outgoing[] = [];
  confirms = true;

  readonly bus: Bus = {
    state: () => 'connected',
    publish: (message) => {
      this.told.push(message);
      return this.confirms ? Promise.resolve() : Promise.reject(new Error('not confirmed'));
    },
    consume: () => ({ stop: () => Promise.resolve() }),
    close: () => Promise.resolve(),
  };

  ids(): unknown[] {
    return this.told.map(({ body }) => (body as { id: string }).id);
  }
}

function teller(exchange: Exchange, holder: string): EventTeller {
  const { ledger, clock, log } = test.road;
  return new EventTeller({ ledger, clock, log, holder, bus: exchange.bus });
}

describe('the teller of events', () => {
  it('tells again, as the same, what was not confirmed, and what was confirmed never again', async () => {
    const exchange = new Exchange();
    const first = teller(exchange, 'one');
    first.start();
    await eventually(async () => (await test.db.query(`SELECT 1 FROM duty WHERE name LIKE '%-events'`)).rows.length === 2);
    exchange.confirms = false;
    await test.accept(3);
    await eventually(() => exchange.told.length >= 6);
    await first.stop();
    const untold = exchange.ids().slice(0, 3);
    exchange.told.length = 0;
    exchange.confirms = true;
    const second = teller(exchange, 'two');
    second.start();
    await eventually(() => exchange.told.length >= 3);
    await test.accept(1);
    await eventually(() => exchange.told.length >= 4);
    await second.stop();

    expect(exchange.ids().slice(0, 3)).toEqual(untold);
    expect(new Set(exchange.ids()).size).toBe(4);
    expect(exchange.told).toHaveLength(4);
  });
});
