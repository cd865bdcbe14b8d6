import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spanIdOf, traceIdOf } from '#runtime';
import { eventually } from '../../support/eventually.ts';
import { aDossier, aStep, receipts, submit } from '../../support/open-test-ledger.ts';
import { openTwoPortals, type TwoPortals } from './open-two-portals.ts';

const TRACE = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', tracestate: 'congo=t61rcWkgMzE' };

let w: TwoPortals;

beforeAll(async () => {
  w = await openTwoPortals();
});

afterAll(() => w.close());

/** The trace headers of the calls for a dossier, in order. */
async function tracesOf(code: string, calls: number): Promise<[string, unknown][]> {
  return eventually(() => {
    const seen = w.province.calls.filter(({ item }) => item['DocCode'] === code);
    expect(seen).toHaveLength(calls);
    return seen.map(({ trace: [traceparent, tracestate] }) => [String(traceparent), tracestate]);
  });
}

describe('a call to a portal', () => {
  it('is a span of its own in the trace of the request that brought what it carries', async () => {
    const code = w.newCode();
    // The step changes the dossier: a third call carries the record that it made.
    await receipts(submit(w.t.ledger, w.t.a, [aDossier(code), aStep(code, 3, '2026-11-24T09:00:00+07:00')], TRACE));
    const traces = await tracesOf(code, 3);
    const spans = traces.map(([traceparent]) => spanIdOf({ traceparent }));
    expect(traces.map(([traceparent]) => traceIdOf({ traceparent }))).toEqual(Array(3).fill(traceIdOf(TRACE)));
    expect(new Set([...spans, spanIdOf(TRACE)]).size).toBe(4);
    expect(traces.map(([, tracestate]) => tracestate)).toEqual(Array(3).fill(TRACE.tracestate));
  });

  it('begins a trace for what came before traces were kept', async () => {
    const code = w.newCode();
    await receipts(submit(w.t.ledger, w.t.a, [aDossier(code)]));
    const [[traceparent, tracestate] = ['', '']] = await tracesOf(code, 1);
    expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-02$/);
    expect(tracestate).toBeUndefined();
  });
});
