import { describe, expect, it } from '@jest/globals';
import { PROCEDURE_ALIASES, type Dossier, type Instant, type LegalDay, type Paper, type Step } from '#canonical';
import type { MissingCode, Pins, WireItem } from '#protocols';
import {
  LGSP_DOCUMENT_CODE_TABLES,
  LGSP_DOCUMENT_PARTNER,
  LgspDocumentSettings,
  lgspDocumentWriter,
} from '#protocols/lgsp-document';
import { readdirSync, readFileSync } from 'node:fs';
import { nationalCodes, provinceCodes } from '../support/national-codes.ts';

/** A pair of what the gateway knows and what the portal is to get: `written`, or the codes that are `missing`. */
interface Fixture {
  readonly what: string;
  readonly settings?: Partial<LgspDocumentSettings>;
  readonly receivedUnit: number;
  readonly record?: {
    readonly now: Instant;
    readonly dossier: Dossier;
    readonly removedPapers?: readonly Paper[];
    readonly pins?: Pins;
  };
  readonly step?: { readonly now: Instant; readonly step: Step };
  readonly written?: WireItem;
  readonly missing?: readonly Omit<MissingCode, 'partner'>[];
}

const FOLDER = new URL('../fixtures/lgsp-document/', import.meta.url);
const fixtures = readdirSync(FOLDER).map((file) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Fixture);
const codes = provinceCodes();

function write({ record, step, settings, receivedUnit }: Fixture) {
  const writer = lgspDocumentWriter(Object.assign(new LgspDocumentSettings(), settings));
  if (record !== undefined) return writer.record({ removedPapers: [], pins: undefined, codes, receivedUnit, ...record });
  if (step !== undefined) return writer.step({ codes, receivedUnit, ...step });
  throw new Error('a fixture is a record or a step');
}

describe('provincial dialect: what the portal gets', () => {
  it('has fixtures', () => {
    expect(fixtures.length).toBeGreaterThanOrEqual(14);
  });

  it.each(fixtures)('$what', (fixture) => {
    const written = write(fixture);
    if (fixture.missing !== undefined)
      expect(written).toStrictEqual({
        kind: 'unmapped',
        missing: fixture.missing.map((code) => ({ ...code, partner: 'province' })),
      });
    else expect(written).toMatchObject({ kind: 'written', item: expect.anything() });
    if (written.kind === 'written') expect(written.item).toStrictEqual(fixture.written);
  });

  it('writes the keys of every document, and of every trace, in one order', () => {
    const orderOf = (kind: 'record' | 'step'): string[] =>
      fixtures
        .filter((fixture) => fixture[kind] !== undefined)
        .map(write)
        .flatMap((written) => (written.kind === 'written' ? [Object.keys(written.item).join()] : []));
    expect([orderOf('record').length >= 8, new Set(orderOf('record')).size]).toEqual([true, 1]);
    expect([orderOf('step').length >= 3, new Set(orderOf('step')).size]).toEqual([true, 1]);
  });

  it('has configured code tables without a gap, and every code of them is an integer', () => {
    const day = '2026-11-23' as LegalDay;
    const wrong = Object.entries(LGSP_DOCUMENT_CODE_TABLES).flatMap(([table, values]) =>
      values
        .filter((value) => !/^\d+$/.test(codes.translate(LGSP_DOCUMENT_PARTNER, table, value, day) ?? ''))
        .map((value) => `${table}/${value}`),
    );
    expect(wrong).toEqual([]);
  });

  it('knows every renumbered procedure that the national portal knows', () => {
    const day = '2026-11-23' as LegalDay;
    for (const old of ['1.006714', '2.000986', '1.011733', '1.001229']) {
      const known = nationalCodes().translate('national', PROCEDURE_ALIASES, old, day);
      expect([old, codes.translate(LGSP_DOCUMENT_PARTNER, PROCEDURE_ALIASES, old, day)]).toEqual([old, known]);
    }
  });
});
