import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BAD_INPUTS, ODD_INPUTS, prepareBadInputs } from './bad-inputs.ts';
import { openDoor, type OpenDoor } from './open-door.ts';
import { rowsOf } from './page-rows.ts';

const page = readFileSync(new URL('../../../docs/bad-input.md', import.meta.url), 'utf8');
const [, refused = '', accepted = ''] = page.split(/^## /m);

let door: OpenDoor;

beforeAll(async () => {
  door = await openDoor({ requestTimeoutMs: 8_000, publicFileHosts: ['*.thanhhoa.gov.vn'] });
  await prepareBadInputs(door);
});

afterAll(async () => {
  await door.close();
});

/** The pointers in a cell. */
function pointers(cell = ''): string[] {
  if (cell === '–') return [];
  return cell.split(' ').map((field) => (field === 'whole' ? '' : field));
}

function fieldsOf(findings: unknown): string[] {
  return (findings as { field: string }[]).map(({ field }) => field);
}

describe('the page of bad input', () => {
  it('lists exactly what is tried here', () => {
    expect(
      rowsOf(refused)
        .map(([name]) => name)
        .toSorted(),
    ).toEqual(Object.keys(BAD_INPUTS).toSorted());
    expect(
      rowsOf(accepted)
        .map(([name]) => name)
        .toSorted(),
    ).toEqual(Object.keys(ODD_INPUTS).toSorted());
  });

  it.each(rowsOf(refused))('%s: %s at %s is %s %s', async (...row) => {
    const [name = '', , , http, code, field, rows] = row;
    const before = await door.rows();
    const answer = await BAD_INPUTS[name]?.(door);
    expect(answer?.body).toMatchObject({ status: Number(http), code, type: `urn:problem-type:gateway:${code ?? ''}` });
    expect(answer?.status).toBe(Number(http));
    expect(answer?.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(fieldsOf(answer?.body['problems'])).toEqual(pointers(field));
    expect((await door.rows()) - before).toBe(Number(rows));
  });

  it.each(rowsOf(accepted))('%s: %s at %s is %s', async (...row) => {
    const [name = '', , , http, warning, field] = row;
    const before = await door.rows();
    const answer = await ODD_INPUTS[name]?.(door);
    expect(answer).toMatchObject({ status: Number(http), body: { result: 'accepted' } });
    const warnings = answer?.body['warnings'] as { code: string }[];
    expect(warnings.map(({ code }) => code)).toEqual(warning === '–' ? [] : [warning]);
    expect(fieldsOf(warnings)).toEqual(pointers(field));
    expect(await door.rows()).toBeGreaterThan(before);
  });

  it('left no fault of our own in the log', () => {
    expect(door.events.filter(({ event }) => event === 'fault')).toEqual([]);
  });
});
