import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACCEPTED, openGates, REFUSED, type Gate } from './dialect-bad-inputs.ts';
import type { Envelope } from './national-calls.ts';
import { openDoor, type Answered, type OpenDoor } from './open-door.ts';
import { rowsOf } from './page-rows.ts';

const page = readFileSync(new URL('../../../docs/bad-input.md', import.meta.url), 'utf8');
const [, , , refused = '', accepted = ''] = page.split(/^## /m);
const DOORS = ['mapi', 'wrapper'] as const;

let door: OpenDoor;
let gates: Record<Gate['name'], Gate>;

beforeAll(async () => {
  door = await openDoor({ requestTimeoutMs: 8_000 });
  gates = await openGates(door);
});

afterAll(() => door.close());

/** A row once for each door that it is about. */
const perDoor = (section: string): string[][] =>
  rowsOf(section).flatMap(([name = '', what = '', doors = '', ...rest]) =>
    DOORS.filter((one) => doors === 'both' || doors === one).map((one) => [name, what, one, ...rest]),
  );

function inside({ name }: Gate, { body }: Answered): Envelope {
  return name === 'mapi' ? (body as unknown as Envelope) : (JSON.parse(String(body['message'])) as Envelope);
}

describe('the page of bad input, at the doors of the national dialect', () => {
  it('lists exactly what is tried here', () => {
    const names = (section: string): (string | undefined)[] => rowsOf(section).map(([name]) => name);
    expect(names(refused).toSorted()).toEqual(Object.keys(REFUSED).toSorted());
    expect(names(accepted).toSorted()).toEqual(Object.keys(ACCEPTED).toSorted());
  });

  it.each(perDoor(refused))('%s: %s at %s is HTTP %s, %s', async (...row) => {
    const [name = '', , at = 'mapi', http, errorCode, says = '', rows] = row;
    const gate = gates[at as Gate['name']];
    const before = await door.rows();
    const answer = (await REFUSED[name]?.(gate)) as Answered;
    expect(answer.status).toBe(Number(http));
    expect((await door.rows()) - before).toBe(Number(rows));
    expect(answer.text.includes('thành công')).toBe(false);
    if (errorCode === '–') return;
    expect(inside(gate, answer)).toMatchObject({ error_code: Number(errorCode), message: expect.stringContaining(says) });
    expect(answer.headers.get('x-request-id') ?? 'at HTTP itself').toBeTruthy();
  });

  it.each(perDoor(accepted))('%s: %s at %s is received', async (...row) => {
    const [name = '', , at = 'mapi', says = '–'] = row;
    const gate = gates[at as Gate['name']];
    const before = await door.rows();
    const answer = (await ACCEPTED[name]?.(gate)) as Answered;
    const { error_code: errorCode, message } = inside(gate, answer);
    expect([answer.status, errorCode, message.includes('thành công')]).toEqual([200, 0, true]);
    expect(message.includes('Lưu ý')).toBe(says !== '–');
    if (says !== '–') expect(message).toContain(says);
    expect(await door.rows()).toBeGreaterThan(before);
  });

  it('left no fault of our own in the log', () => {
    expect(door.events.filter(({ event }) => event === 'fault')).toEqual([]);
  });
});
