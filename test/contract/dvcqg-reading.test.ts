import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalText, isWhole, parseInstant, STATUSES, type Dossier, type Instant, type LegalDay, type Step } from '#canonical';
import type { MalformedItem, ReadRecord, ReadStep, WireItem } from '#protocols';
import { dvcqgReader, dvcqgWriter, showDossier } from '#protocols/dvcqg';
import { readdirSync, readFileSync } from 'node:fs';
import { nationalCodes } from '../support/national-codes.ts';

interface Fixture {
  readonly what: string;
  readonly settings?: { readonly supplementDates: 'compact' | 'iso' };
  readonly record?: { readonly now: Instant; readonly dossier: Dossier; readonly pins?: object };
  readonly step?: { readonly now: Instant; readonly step: Step };
  readonly written?: WireItem;
}

const FOLDER = new URL('../fixtures/dvcqg/', import.meta.url);
const fixtures = readdirSync(FOLDER).map((file) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Fixture);
const written = fixtures.filter((fixture) => fixture.written !== undefined);
const records = written.filter(({ record }) => record !== undefined);
const steps = written.filter(({ step }) => step !== undefined);

const codes = nationalCodes();
const now = '2026-11-23T02:00:00Z' as Instant;
const reader = dvcqgReader(codes, '2026-11-23' as LegalDay);
const writer = (supplementDates: 'compact' | 'iso' = 'compact') =>
  dvcqgWriter({ procedureSuffix: '.000.00.00.H56', supplementDates });

function dossierOf(read: ReadRecord | MalformedItem): Dossier {
  if (read.kind !== 'record' || !isWhole(read.draft)) throw new Error(JSON.stringify(read));
  return read.draft;
}

function stepOf(read: ReadStep | MalformedItem): Step {
  if (read.kind !== 'step') throw new Error(JSON.stringify(read));
  return read.step;
}

function write(dossier: Dossier, supplementDates?: 'compact' | 'iso'): unknown {
  const result = writer(supplementDates).record({ dossier, removedPapers: [], pins: undefined, codes, now });
  return result.kind === 'written' ? result.item : result;
}

describe('national dialect: what is written is read back', () => {
  it.each(records)('$what', ({ record, settings, written: wire }) => {
    const dossier = dossierOf(reader.record(wire, true));
    const { procedureCode, papers = [], abstract = '', ...same } = record?.dossier ?? ({} as Partial<Dossier>);
    // What the wire must say and the source did not (names, flags, zeros) is there as well, hence a subset.
    expect(dossier).toMatchObject(same);
    expect(abstract.startsWith(dossier.abstract ?? '')).toBe(true);
    expect(dossier.papers?.slice(0, papers.length) ?? []).toMatchObject(papers);
    expect(String(wire?.['MaTTHC'])).toBe(`${dossier.procedureCode}.000.00.00.H56`);
    if (record?.pins === undefined) expect(write(dossier, settings?.supplementDates)).toEqual(wire);
  });

  it.each(steps)('$what', ({ step, written: wire }) => {
    const read = stepOf(reader.step(wire));
    expect(read).toEqual({ ...step?.step, officer: wire?.['NguoiXuLy'] });
    expect(writer().step({ step: read, codes, now })).toEqual({ kind: 'written', item: wire });
  });

  it('shows a dossier and its steps, with the codes of the source where the portal has none', () => {
    const dossier = dossierOf(reader.record(records[0]?.written, true));
    const step = stepOf(reader.step(steps[0]?.written));
    const shown = showDossier({ dossier: { ...dossier, procedureCode: 'TS_lop1' }, steps: [step], codes, now });
    expect(shown).toMatchObject({ MaTTHC: 'TS_lop1', QuaTrinhXuLy: [steps[0]?.written] });
    const without = nationalCodes((rows) => rows.filter(({ table }) => table !== 'return-method'));
    expect(showDossier({ dossier, steps: [], codes: without, now })).toMatchObject({ HinhThuc: dossier.returnMethod });
  });
});

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map((said) => canonicalText(said) || 'x');
const instant = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => {
  return parseInstant(`${date.toISOString().slice(0, 19)}Z`) as Instant;
});
const paper = fc.record({
  ...{ fileId: text, name: text, component: text, url: text, reused: text, replacedByResult: text },
  ...{ deleted: fc.boolean(), digitised: fc.boolean(), fromNationalStore: fc.boolean() },
});
const fee = fc.record({ name: text, code: text, collection: text, amount: fc.maxSafeInteger(), kind: text });
const listOf = <T>(entry: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(entry, { minLength: 1, maxLength: 3 });

/** A dossier in which every field says something. */
const full: fc.Arbitrary<Dossier> = fc.record({
  ...{ dossierCode: fc.constant('H56.14797-261123-0001'), procedureCode: fc.constant('1.001193') },
  ...{ procedureName: text, fieldCode: text, fieldName: text, channel: fc.constantFrom('direct', 'online', 'post') },
  applicant: fc.record({
    ...{ kind: fc.constantFrom('citizen', 'enterprise', 'agency', 'organisation'), name: text, idNumber: text },
    ...{ accountId: text, email: text, phone: text, fax: text },
    identities: listOf(fc.record({ kind: fc.constantFrom('cccd', 'cmnd'), number: text })),
  }),
  ...{ abstract: text, note: text, otherInformation: text, receivedAt: instant, dueAt: instant, finishedAt: instant },
  ...{ returnedAt: instant, returnNote: text, refusedAt: instant, submittedAt: instant },
  ...{ status: fc.constantFrom(...STATUSES), returnMethod: fc.constantFrom('desk', 'post'), agencyName: text },
  ...{ receiptNumber: text, submissionPlace: text, paidOnline: text, digitised: fc.boolean(), vneidVerified: fc.boolean() },
  ...{ consultedDatabases: listOf(text), fees: listOf(fee), papers: listOf(paper) },
  otherPapers: listOf(fc.record({ name: text, quantity: fc.nat(), kind: fc.nat() })),
  results: listOf(fc.record({ name: text, component: text, paperId: text, url: text, resultCode: text })),
  supplements: listOf(
    fc.record({
      ...{ id: fc.nat(), requestedBy: text, content: text, requestedAt: instant, receivedBy: text, receivedNote: text },
      ...{ receivedAt: instant, completed: fc.boolean(), papers: listOf(paper), fees: listOf(fee) },
      ...{ dueBefore: instant, dueAfter: instant },
    }),
  ),
});

describe('any dossier that says everything', () => {
  it.each(['compact', 'iso'] as const)('is read back as it was, with supplement dates %s', (dates) => {
    fc.assert(
      fc.property(full, (dossier) => {
        expect(dossierOf(reader.record(write(dossier, dates), true))).toEqual(dossier);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the reader', () => {
  it('never throws, and a faulty item names a field or its whole', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(records[0]?.written ?? {})), (value, name) => {
        const read = reader.record({ ...records[0]?.written, [name]: value }, true);
        if (read.kind === 'malformed') expect(read.problems.every(({ field }) => field.startsWith(`/${name}`))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
