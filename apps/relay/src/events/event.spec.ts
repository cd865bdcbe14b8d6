import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { OutcomeOfUnit } from '#ledger';
import { outcomeKnown, statusChanged, type GatewayEvent } from './event.ts';

interface Schema {
  readonly required: readonly string[];
  readonly properties: Readonly<
    Record<
      string,
      { const?: string; enum?: readonly (string | null)[]; properties?: Schema['properties']; required?: readonly string[] }
    >
  >;
}

const { components } = parse(readFileSync('docs/asyncapi.yaml', 'utf8')) as {
  components: { schemas: Readonly<Record<'StatusChanged' | 'Outcome', Schema>> };
};
const AT = new Date('2026-11-24T08:00:00Z');
const CODE = 'H56.14797-261124-0001';

const change = {
  pos: 1,
  id: 'i',
  dossierCode: CODE,
  seq: 2,
  origin: 'client',
  status: 4,
  occurredAt: AT,
  acceptedAt: AT,
  unit: '14797',
  traceparent: null,
} as const;
const outcome: OutcomeOfUnit = {
  ...{ pos: 1, id: 'o', dossierCode: CODE, itemId: 'i', seq: 2, kind: 'step', destination: 'national', state: 'delivered' },
  ...{ cause: 'delivered', mustAct: 'nobody', at: AT, unit: null, traceparent: null },
};

function fitsTo({ required, properties }: Schema, event: GatewayEvent): void {
  expect(Object.keys(event).sort()).toEqual([...required].sort());
  expect(properties['type']?.const).toBe(event.type);
  expect(Object.keys(event.data).sort()).toEqual([...(properties['data']?.required ?? [])].sort());
}

describe('an event', () => {
  it('of a changed status says what, where and when, under a key of unit and status', () => {
    const { key, event } = statusChanged(change);
    expect(key).toBe('status.14797.4');
    expect(event).toMatchObject({ id: 'i', subject: CODE, time: '2026-11-24T08:00:00.000Z', data: { status: 4, seq: 2 } });
    fitsTo(components.schemas.StatusChanged, event);
    expect(statusChanged({ ...change, unit: null, occurredAt: null }).key).toBe('status.none.4');
  });

  it('of an outcome says what became of the item, under a key of destination and state', () => {
    const { key, event } = outcomeKnown(outcome);
    expect(key).toBe('outcome.national.delivered');
    expect(event).toMatchObject({ id: 'o', data: { itemId: 'i', state: 'delivered', mustAct: 'nobody' } });
    fitsTo(components.schemas.Outcome, event);
  });

  it('of an item whose request was traced names its trace', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    for (const { event } of [statusChanged({ ...change, traceparent }), outcomeKnown({ ...outcome, traceparent })])
      expect(event.traceparent).toBe(traceparent);
    for (const { properties } of Object.values(components.schemas)) expect(Object.keys(properties)).toContain('traceparent');
  });

  it.each(['delivered', 'refused', 'held', 'released'] as const)('of an outcome may say %s', (state) => {
    expect(outcomeKnown({ ...outcome, state }).key).toBe(`outcome.national.${state}`);
    const { properties } = components.schemas.Outcome.properties['data'] ?? {};
    expect(properties?.['state']?.enum).toContain(state);
  });
});
