import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CodeSnapshot } from './code-snapshot.ts';
import { canonicalJson, contentHash } from './content-hash.ts';
import { agencyScheme, parseDossierCode, parseProcedureCode, prefixOf } from './identifiers.ts';
import { formatInstant, instantOf, legalDay, parseInstant, type Instant, type LegalDay } from './instant.ts';
import { mayFollow, STATUSES } from './status.ts';

describe('identifiers', () => {
  it.each([
    ['000.17.22.H56-210531-0001', '000.17.22.H56-210531-0001'],
    [' h56.14797-261123-0001 ', 'H56.14797-261123-0001'],
    ['HS.H29-250101-123456', 'HS.H29-250101-123456'],
    ['H56 .14797-261123-0001', undefined],
    ['H56.14797-261123-001', undefined],
    ['H56..14797-261123-0001', undefined],
    ['', undefined],
    [`${'A'.repeat(40)}-261123-0001`, undefined],
  ])('reads the dossier code %j as %j', (text, code) => {
    expect(parseDossierCode(text)).toBe(code);
  });

  it('tells the unit that minted a code, the scheme of an identifier and the parts of a procedure code', () => {
    expect(prefixOf('000.17.22.H56-210531-0001')).toBe('000.17.22.H56');
    expect([agencyScheme('000.17.22.H56'), agencyScheme('H56.14'), agencyScheme('56')]).toEqual([
      'qcvn-102',
      'decision-20',
      undefined,
    ]);
    expect(parseProcedureCode('1.001193.000.00.00.H56')).toEqual({ national: '1.001193', suffix: '000.00.00.H56' });
    expect(parseProcedureCode('TS_lop1.000.00.00.H22')).toBeUndefined();
  });
});

describe('instants', () => {
  it.each([
    ['2026-11-23T08:15:00+07:00', '2026-11-23T01:15:00Z'],
    ['2026-11-23T01:15:00.999Z', '2026-11-23T01:15:00Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['2026-02-31T00:00:00Z', undefined],
    ['2026-11-23T24:00:00Z', undefined],
    ['2026-11-23T10:00:60Z', undefined],
    ['2026-11-23T10:00:00', undefined],
    ['2026-11-23', undefined],
  ])('reads %j as %j', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  it('knows the legal day and the wire form in Vietnam', () => {
    const lateEvening = '2026-11-22T17:30:00Z' as Instant;
    expect(legalDay(lateEvening)).toBe('2026-11-23');
    expect(formatInstant(lateEvening, 'yyyyMMddHHmmss')).toBe('20261123003000');
  });

  it('comes back from its own text', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1950-01-01'), max: new Date('2150-01-01'), noInvalidDate: true }), (date) => {
        expect(parseInstant(instantOf(date))).toBe(instantOf(date));
      }),
    );
  });
});

describe('content hash', () => {
  it('does not see empty members or the order of keys', () => {
    const hash = contentHash({ a: 1, b: { c: 'x' } });
    expect(contentHash({ b: { d: '', c: 'x', e: [] }, f: null, g: {}, a: 1 })).toBe(hash);
    expect(contentHash({ a: 1, b: { c: 'y' } })).not.toBe(hash);
    expect(contentHash({ a: false })).not.toBe(contentHash({}));
    expect(contentHash({ a: [{ b: {} }] })).toBe(contentHash({ a: [{}] }));
    expect(contentHash({ a: [null] })).not.toBe(contentHash({}));
  });

  it('never changes for content that was accepted', () => {
    const content = { b: { d: '', c: 'x', e: [] }, f: null, g: {}, a: 1, é: [null, { h: '' }] };
    expect(contentHash(content)).toBe('h1:35c7feb637aa59c17d6993ba8896a95dd074d2727b6af25dbd2bd4359091db4e');
  });

  it('writes JSON in one form that reads back', () => {
    expect(canonicalJson({ b: [1, 'é'], a: 1e21 })).toBe('{"a":1e+21,"b":[1,"é"]}');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('statuses', () => {
  it('may stay as they are and follow the table', () => {
    expect(STATUSES.every((status) => mayFollow(status, status))).toBe(true);
    expect([mayFollow(2, 4), mayFollow(4, 2), mayFollow(10, 9), mayFollow(9, 4)]).toEqual([true, false, false, true]);
  });
});

describe('CodeSnapshot', () => {
  const day = (text: string): LegalDay => text as LegalDay;
  const snapshot = new CodeSnapshot(
    'v',
    [
      { table: 'procedure', partner: 'national', from: '1.006714', to: '1.001193' },
      { table: 'channel', partner: 'national', from: 'post', to: '3', validFrom: day('2026-01-01'), validTo: day('2026-07-01') },
    ],
    [{ code: '1.001193', name: 'Đăng ký khai sinh', fieldCode: 'G15-HT01', fieldName: 'Hộ tịch' }],
  );

  it('looks up at a day, in half-open ranges', () => {
    const at = (text: string): string | undefined => snapshot.translate('national', 'channel', 'post', day(text));
    expect(['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'].map(at)).toEqual([undefined, '3', '3', undefined]);
  });

  it('knows a procedure by its national part and by an alias', () => {
    const name = (code: string): string | undefined => snapshot.procedure('national', code, day('2026-01-01'))?.name;
    expect(['1.001193', '1.001193.000.00.00.H56', '1.006714', '9.999999', 'local'].map(name)).toEqual([
      ...['Đăng ký khai sinh', 'Đăng ký khai sinh', 'Đăng ký khai sinh', undefined, undefined],
    ]);
  });
});
