import { describe, expect, it } from '@jest/globals';
import { DestinationSettings } from '#protocols';
import { asItIs, LiveDestination, openRoadTo, type Road } from './road.ts';

const settings = (more: Partial<DestinationSettings>): DestinationSettings =>
  Object.assign(new DestinationSettings(), { id: 'national', lookup: 'steps' }, more);

describe('a road whose settings become others', () => {
  const live = new LiveDestination(settings({ callTimeoutMs: 100, stepsPerCall: 1 }));
  const road = openRoadTo({ holder: 'test', client: {} } as Parameters<typeof openRoadTo>[0], live);
  const before = asItIs(road);
  live.adopt(settings({ callTimeoutMs: 200, stepsPerCall: 2 }));
  const seen = ({ destination, can }: Road): unknown => [destination.callTimeoutMs, can.stepsPerCall, can.lookup];

  it('goes by the new ones at once', () => {
    expect(seen(road)).toEqual([200, 2, 'steps']);
  });

  it('leaves a turn those that it began with, all of them', () => {
    expect(seen(before)).toEqual([100, 1, 'steps']);
  });

  it('has one session and one breaker over all of them', () => {
    expect([before.sessions, before.breaker]).toEqual([road.sessions, road.breaker]);
    expect(before.sessions).toBe(road.sessions);
  });
});
