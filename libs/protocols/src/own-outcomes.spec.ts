import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConfigurationError } from '#runtime';
import { maskAnswer } from './mask-answer.ts';
import { OutcomeCatalogue } from './outcome-catalogue.ts';
import { ownCauses, readOwnOutcomes } from './own-outcomes.ts';
import type { Answer, Call, PartnerClient } from './partner-client.ts';

const HEAD = 'services,http,code,text,without,outcome,cause,must_act,vi,en\n';
const CLOSED =
  'create|update,,-7,Khoá SỔ,tài khoản,deferred,own.books-closed,national,Cổng đang khoá sổ.,The books are closed.\n';
const BUILT_IN = {
  'test.unexplained': { mustAct: 'province', says: { vi: 'a', en: 'b' }, isUnexplained: true },
  'test.busy': { mustAct: 'nobody', says: { vi: 'a', en: 'b' } },
} as const;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'one-stop-outcomes-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write = (text: string, name = 'dvcqg.csv'): void => {
  writeFileSync(join(folder, name), HEAD + text);
};

function faultsOf(): readonly string[] {
  try {
    readOwnOutcomes(folder);
    return [];
  } catch (error) {
    return (error as ConfigurationError).faults;
  }
}

const answered = (more: Partial<Answer>): Answer => ({
  ...{ verdict: 'unknown', withoutEffect: false, cause: 'test.unexplained', http: 200, code: '-7', body: '' },
  ...{ retryAfterMs: undefined, sentAt: 1, answeredAt: 2 },
  ...more,
});

async function readAs(answer: Answer, kind: Call['kind'] = 'create'): Promise<string> {
  const catalogue = new OutcomeCatalogue(BUILT_IN, readOwnOutcomes(folder).dvcqg);
  const client = { push: () => Promise.resolve(answer) } as unknown as PartnerClient;
  const { verdict, cause } = await catalogue.over(client).push({ kind, items: [] }, '', { at: 0, monotonic: () => 0 });
  return `${verdict} ${cause} ${catalogue.mustAct(cause)}`;
}

describe('a line of the outcome table that an operator has added', () => {
  const body = JSON.stringify({ error_code: -7, message: JSON.stringify({ message: 'Hệ thống  khoá sổ cuối năm' }) });

  it('explains what the built-in table does not, in whatever wrapping it is said', async () => {
    write(CLOSED);
    expect(await readAs(answered({ body }))).toBe('deferred own.books-closed national');
  });

  it.each<[string, Partial<Answer>, Call['kind']]>([
    ['another service', { body }, 'steps'],
    ['another code', { body, code: '-8' }, 'create'],
    ['other words', { body: '{"message":"Lỗi"}' }, 'create'],
    ['words that it excludes', { body: '{"message":"khoá sổ tài khoản"}' }, 'create'],
    ['another cause of not knowing', { body, cause: 'test.stale' }, 'create'],
    ['an answer that is understood', { body, verdict: 'deferred', cause: 'test.busy' }, 'create'],
  ])('does not hold for %s', async (_, more, kind) => {
    write(CLOSED);
    expect(await readAs(answered(more), kind)).not.toContain('own.');
  });

  it('may go by the HTTP status alone', async () => {
    write(',418-420,,,,refused,own.teapot,province,Ấm trà.,A teapot.\n');
    expect(await readAs(answered({ http: 418, code: undefined }))).toBe('refused own.teapot province');
    expect(await readAs(answered({ http: 421, code: undefined }))).toBe('unknown test.unexplained province');
  });

  it('is known by its cause', () => {
    write(CLOSED);
    expect(ownCauses(readOwnOutcomes(folder)).get('own.books-closed')).toEqual({
      mustAct: 'national',
      says: { vi: 'Cổng đang khoá sổ.', en: 'The books are closed.' },
    });
  });

  it('may not say that something was taken, and all that is wrong is named at once', () => {
    write(
      [
        'create,,1,,,delivered,own.a,province,a,b',
        'steps,,1,,,exists,own.b,province,a,b',
        ',,,,,refused,own.c,province,a,b',
        ',,1,,,refused,c,province,a,b',
        ',,1,,,refused,own.d,somebody,a,b',
        ',4,1,,,refused,own.e,province,a,',
        ',,1,,,refused,own.f,province,a,b',
        ',,2,,,refused,own.f,commune,a,b',
      ].join('\n'),
    );
    write('', 'dvcgq.csv');
    const faults = faultsOf();
    const places = faults.map((fault) => /(dv\w+\.csv)(?::(\d+))?/.exec(fault)?.slice(1).join(':'));
    expect(places).toEqual(
      expect.arrayContaining(['dvcgq.csv:', ...[2, 3, 4, 5, 6, 7, 9].map((line) => `dvcqg.csv:${String(line)}`)]),
    );
    expect(faults.join('\n')).toContain('dvcqg.csv');
  });

  it('is none where there is no folder', () => {
    expect(readOwnOutcomes(join(folder, 'nowhere'))).toEqual({});
  });
});

describe('what is shown of an answer', () => {
  it('are words that portals use of their own matters, and nothing of a person', () => {
    const body = '{"error_code":-9,"message":"Hồ sơ H56.14797-261123-0001 của Nguyễn Văn A, CCCD 038199001234: lỗi nội bộ"}';
    expect(maskAnswer(body)).toBe('hồ sơ … của … lỗi nội bộ');
  });

  it('is short', () => {
    expect(maskAnswer('lỗi '.repeat(500)).split(' ')).toHaveLength(40);
  });
});
