import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CodeSnapshot, contentHash } from '#canonical';
import { DossierBody } from './dossier-body.ts';
import { fieldsOf } from './field.ts';
import { PublicFiles } from './files.ts';
import { readDossier } from './read-dossier.ts';

const codes = new CodeSnapshot('1', [], [{ code: '2.000815', name: 'Chứng thực', fieldCode: 'G15', fieldName: 'Chứng thực' }]);
const context = { codes, now: new Date('2026-11-23T02:00:00Z'), files: new PublicFiles() };

const SMALLEST = {
  dossierCode: 'H56.14797-261123-0001',
  procedureCode: '2.000815',
  applicant: { kind: 'citizen' },
  receivedAt: '2026-11-23T08:15:00+07:00',
  status: 2,
  returnMethod: 'desk',
  agencyName: 'UBND phường Hạc Thành',
};

const read = (changes: object): ReturnType<typeof readDossier> =>
  readDossier(structuredClone({ ...SMALLEST, ...changes }), context);

function problemsOf(changes: object): unknown {
  const item = read(changes);
  return item.kind === 'refused' ? item.problems : [];
}

function dossierOf(changes: object): object {
  const item = read(changes);
  if (item.kind !== 'dossier') throw new Error(JSON.stringify(item));
  return item.dossier;
}

function warningsOf(changes: object): unknown {
  const item = read(changes);
  return item.kind === 'dossier' ? item.warnings : item;
}

describe('readDossier', () => {
  it('reads the smallest dossier', () => {
    expect(read({})).toEqual({
      kind: 'dossier',
      dossier: { ...SMALLEST, receivedAt: '2026-11-23T01:15:00Z' },
      cleared: [],
      sourceVersion: undefined,
      warnings: [],
    });
  });

  it('names every faulty field at once', () => {
    expect(readDossier({}, context)).toEqual({
      kind: 'refused',
      dossierCode: null,
      problems: ['dossierCode', 'procedureCode', 'applicant', 'receivedAt', 'status', 'returnMethod', 'agencyName'].map(
        (name) => ({
          field: `/${name}`,
          code: 'field.required',
        }),
      ),
    });
  });

  it.each([
    ['a number for a text', { note: 5 }, '/note', 'field.type'],
    ['a text for a boolean', { digitised: 'true' }, '/digitised', 'field.type'],
    ['a text for an integer', { status: '2' }, '/status', 'field.type'],
    ['a fraction for an integer', { fees: [{ amount: 1.5 }] }, '/fees/0/amount', 'field.type'],
    ['an integer beyond 2^53', { fees: [{}, { amount: 2 ** 53 }] }, '/fees/1/amount', 'field.type'],
    ['an object for a list', { papers: {} }, '/papers', 'field.type'],
    ['a text in a list of objects', { papers: ['a'] }, '/papers/0', 'field.type'],
    ['null in a list of objects', { papers: [null] }, '/papers/0', 'field.type'],
    ['a number in a list of texts', { consultedDatabases: ['a', 1] }, '/consultedDatabases', 'field.type'],
    ['a list for an object', { applicant: [] }, '/applicant', 'field.type'],
    ['31 February', { dueAt: '2026-02-31T08:00:00+07:00' }, '/dueAt', 'field.time'],
    ['hour 24', { dueAt: '2026-11-23T24:00:00+07:00' }, '/dueAt', 'field.time'],
    ['second 60', { dueAt: '2026-11-23T23:59:60+07:00' }, '/dueAt', 'field.time'],
    ['a time without an offset', { dueAt: '2026-11-23T08:00:00' }, '/dueAt', 'field.time'],
    ['a number for a time', { dueAt: 1 }, '/dueAt', 'field.type'],
    ['a dossier code with a space', { dossierCode: 'H56.14797-261123- 0001' }, '/dossierCode', 'field.format'],
    ['a dossier code without a day', { dossierCode: 'H56.14797-0001' }, '/dossierCode', 'field.format'],
    ['a required text of spaces', { agencyName: ' \u00a0 ' }, '/agencyName', 'field.required'],
    ['null for a required field', { agencyName: null }, '/agencyName', 'field.required'],
    ['a placeholder for a required time', { receivedAt: '0001-01-01T00:00:00' }, '/receivedAt', 'field.required'],
    ['an applicant without a kind', { applicant: { name: 'A' } }, '/applicant/kind', 'field.required'],
    ['4,001 characters', { note: 'a'.repeat(4_001) }, '/note', 'field.too-long'],
    ['201 fees', { fees: Array.from({ length: 201 }, () => ({})) }, '/fees', 'field.too-long'],
    ['a source code of 101 characters', { sourceCode: 'a'.repeat(101) }, '/sourceCode', 'field.too-long'],
    ['U+0000', { supplements: [{ papers: [{ name: 'a\0b' }] }] }, '/supplements/0/papers/0/name', 'field.text'],
    ['a lone surrogate', { applicant: { kind: 'citizen', name: '\ud83d' } }, '/applicant/name', 'field.text'],
    ['an unknown field', { Note: 'a' }, '/Note', 'field.unknown'],
    ['an unknown field deep down', { fees: [{ 'a/b~': 1 }] }, '/fees/0/a~1b~0', 'field.unknown'],
    ['a member called constructor', { constructor: null }, '/constructor', 'field.unknown'],
    ['a source version that is neither', { sourceVersion: 'v1' }, '/sourceVersion', 'field.time'],
  ])('refuses %s', (_name, changes, field, code) => {
    expect(problemsOf(changes)).toEqual([{ field, code }]);
  });

  it('refuses a member called __proto__ as unknown, without reading it', () => {
    const value: unknown = JSON.parse(`${JSON.stringify(SMALLEST).slice(0, -1)},"__proto__":{"note":1}}`);
    expect(readDossier(value, context)).toMatchObject({ problems: [{ field: '/__proto__', code: 'field.unknown' }] });
  });

  it.each([0, 11, -1])('refuses status %d and says what is allowed', (status) => {
    expect(problemsOf({ status })).toEqual([
      { field: '/status', code: 'field.allowed', allowed: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] },
    ]);
  });

  it('refuses a word that is not in a list and says what is allowed', () => {
    expect(problemsOf({ channel: 'phone' })).toEqual([
      { field: '/channel', code: 'field.allowed', allowed: ['direct', 'online', 'post'] },
    ]);
  });

  it.each([1, 3])('needs no time of reception in status %d', (status) => {
    expect(problemsOf({ status, receivedAt: undefined })).toEqual([]);
    expect(problemsOf({ status, receivedAt: null })).toEqual([]);
  });

  it('stops naming faults after a hundred', () => {
    const unknown = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`x${String(index)}`, 1]));
    const problems = problemsOf(unknown) as unknown[];
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toEqual({ field: '', code: 'problems.more' });
  });

  it('writes texts in one form: NFC, trimmed, upper case for the code', () => {
    const dossier = dossierOf({ dossierCode: ' h56.14797-261123-0001 ', agencyName: '  UBND phường  '.normalize('NFD') });
    expect(dossier).toMatchObject({ dossierCode: 'H56.14797-261123-0001', agencyName: 'UBND phường'.normalize('NFC') });
  });

  it('counts characters in the form in which they are kept', () => {
    expect(problemsOf({ note: 'ế'.repeat(4_000).normalize('NFD') })).toEqual([]);
  });

  it('leaves empty members out', () => {
    const dossier = dossierOf({ note: '', abstract: null, fees: [], papers: [{}, { name: '' }], consultedDatabases: [' '] });
    expect(Object.keys(dossier).toSorted()).toEqual(Object.keys(SMALLEST).toSorted());
  });

  it('reads times in UTC and cuts fractions', () => {
    expect(dossierOf({ dueAt: '2026-11-23T08:15:00.987+07:00', submittedAt: '2026-11-23T01:00:00Z' })).toMatchObject({
      dueAt: '2026-11-23T01:15:00Z',
      submittedAt: '2026-11-23T01:00:00Z',
    });
  });

  it('tells what was cleared by null', () => {
    expect(read({ dueAt: null, fees: null, note: undefined })).toMatchObject({ cleared: ['dueAt', 'fees'] });
  });

  it('reads a source version of either kind, a time to the millisecond', () => {
    expect(read({ sourceVersion: 7 })).toMatchObject({ sourceVersion: { kind: 'integer', value: 7 } });
    const time = '2026-11-23T01:00:00.250Z';
    expect(read({ sourceVersion: time })).toMatchObject({ sourceVersion: { kind: 'instant', value: Date.parse(time) } });
  });

  it.each(['0001-01-01T00:00:00', '00010101000000', '0000-00-00T00:00:00.000+0700', '0001-01-01T00:00:00+07:00'])(
    'reads the placeholder %s as absent, with a warning',
    (placeholder) => {
      const supplements = [{ id: 1, receivedAt: placeholder }];
      expect(warningsOf({ dueAt: placeholder, supplements })).toEqual([
        { field: '/dueAt', code: 'placeholder-date' },
        { field: '/supplements/0/receivedAt', code: 'placeholder-date' },
      ]);
      expect(dossierOf({ dueAt: placeholder, supplements })).not.toHaveProperty('dueAt');
    },
  );

  it('warns of a due date before the reception', () => {
    expect(warningsOf({ dueAt: '2026-11-22T08:15:00+07:00' })).toEqual([{ field: '/dueAt', code: 'due-before-received' }]);
  });

  it('warns of a procedure that is not in the catalogue on that day', () => {
    expect(warningsOf({ procedureCode: '9.999999' })).toEqual([{ field: '/procedureCode', code: 'code.unmapped' }]);
  });

  it('keeps the dossier code of a refused item, when it can be read', () => {
    expect(read({ status: 0 })).toMatchObject({ kind: 'refused', dossierCode: SMALLEST.dossierCode });
  });

  it('answers whatever JSON comes with a dossier that can be hashed or with problems, and never throws', () => {
    const name = fc.constantFrom(...fieldsOf(DossierBody).keys(), '__proto__', 'constructor', 'toString', 'length');
    const members = fc.array(fc.tuple(name, fc.jsonValue({ maxDepth: 3 })), { maxLength: 6 });
    fc.assert(
      fc.property(members, (entries) => {
        const written = entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
        const item = readDossier(JSON.parse(`{${[...written, JSON.stringify(SMALLEST).slice(1, -1)].join(',')}}`), context);
        if (item.kind === 'refused') expect(item.problems).not.toEqual([]);
        else expect(contentHash(item.dossier)).toMatch(/^h1:/);
      }),
      { numRuns: 500 },
    );
  });
});
