import { describe, expect, it } from '@jest/globals';
import { childOf, newTraceContext, readTraceContext, spanIdOf, traceHeaders, traceIdOf } from './trace-context.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const GOOD = `00-${TRACE}-${PARENT}-01`;

describe('a traceparent', () => {
  it.each([
    [GOOD, GOOD],
    [`00-${TRACE}-${PARENT}-00`, `00-${TRACE}-${PARENT}-00`],
    // Only flags that are known go on.
    [`00-${TRACE}-${PARENT}-ff`, `00-${TRACE}-${PARENT}-03`],
    // A later version is read as far as ours goes.
    [`cc-${TRACE}-${PARENT}-01`, GOOD],
    [`cc-${TRACE}-${PARENT}-01-what-the-future-will-be-like`, GOOD],
  ])('%s is taken', (header, taken) => {
    expect(readTraceContext(header, undefined)).toEqual({ traceparent: taken });
  });

  it.each([
    undefined,
    '',
    `ff-${TRACE}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01-more`,
    `cc-${TRACE}-${PARENT}-01.more`,
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.slice(1)}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-1`,
    `00-${TRACE}-${PARENT}-0g`,
    ` ${GOOD}`,
    [GOOD, GOOD],
  ])('%s begins a new trace, without the state of another', (header) => {
    const { traceparent, tracestate } = readTraceContext(header, 'congo=t61rcWkgMzE');
    expect(traceparent).toMatch(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-02$/);
    expect([traceIdOf({ traceparent }) === TRACE, tracestate]).toEqual([false, undefined]);
  });
});

describe('a tracestate', () => {
  const stateOf = (header: unknown): string | undefined => readTraceContext(GOOD, header).tracestate;

  it('goes on as it came, without blanks and empty members between', () => {
    expect(stateOf('rojo=00f067aa0ba902b7,congo=t61rcWkgMzE')).toBe('rojo=00f067aa0ba902b7,congo=t61rcWkgMzE');
    expect(stateOf('rojo=1 , \t,fw529a3039@dt=x y')).toBe('rojo=1,fw529a3039@dt=x y');
    expect(stateOf(['a=1', 'b=2'])).toBe('a=1,b=2');
  });

  it.each([
    'rojo',
    'Rojo=1',
    'rojo=',
    'rojo=1=2',
    'rojo=1,rojo=2',
    'rojo=ạ',
    '@v=1',
    Array.from({ length: 33 }, (_, n) => `k${String(n)}=1`).join(),
  ])('of %s is dropped, and the trace goes on', (header) => {
    expect(readTraceContext(GOOD, header)).toEqual({ traceparent: GOOD });
  });

  it('that is too long loses its last members', () => {
    const members = Array.from({ length: 8 }, (_, n) => `k${String(n)}=${'x'.repeat(97)}`);
    expect(stateOf(members.join())).toBe(members.slice(0, 5).join());
  });
});

describe('a span', () => {
  it('of a call is its own, of the same trace, with the flags and the state of its parent', () => {
    const parent = readTraceContext(GOOD, 'congo=t61rcWkgMzE');
    const child = childOf(parent);
    expect(child.traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
    expect([spanIdOf(child) === PARENT, spanIdOf(parent)]).toEqual([false, PARENT]);
    expect(traceHeaders(child)).toEqual({ traceparent: child.traceparent, tracestate: 'congo=t61rcWkgMzE' });
    expect(Object.keys(traceHeaders(newTraceContext()))).toEqual(['traceparent']);
  });
});
