import { describe, expect, it } from '@jest/globals';
import { PROCEDURE_ALIASES, type Dossier, type Instant, type LegalDay, type Paper, type Step } from '#canonical';
import type { MissingCode, Pins, WireItem } from '#protocols';
import { DVCQG_CODE_TABLES, DVCQG_PARTNER, dvcqgWriter } from '#protocols/dvcqg';
import { readdirSync, readFileSync } from 'node:fs';
import { nationalCodes } from '../support/national-codes.ts';

/** A pair of what the gateway knows and what the portal is to get: `written`, or the codes that are `missing`. */
interface Fixture {
  readonly what: string;
  readonly settings?: { readonly supplementDates: 'compact' | 'iso' };
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

const FOLDER = new URL('../fixtures/dvcqg/', import.meta.url);
const fixtures = readdirSync(FOLDER).map((file) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Fixture);
const codes = nationalCodes();

function write({ record, step, settings }: Fixture) {
  const writer = dvcqgWriter({ procedureSuffix: '.000.00.00.H56', supplementDates: 'compact', ...settings });
  if (record !== undefined) return writer.record({ removedPapers: [], pins: undefined, codes, ...record });
  if (step !== undefined) return writer.step({ codes, ...step });
  throw new Error('a fixture is a record or a step');
}

describe('national dialect: what the portal gets', () => {
  it('has fixtures', () => {
    expect(fixtures.length).toBeGreaterThanOrEqual(13);
  });

  it.each(fixtures)('$what', (fixture) => {
    const written = write(fixture);
    if (fixture.missing !== undefined)
      expect(written).toStrictEqual({
        kind: 'unmapped',
        missing: fixture.missing.map((code) => ({ ...code, partner: 'national' })),
      });
    else expect(written).toMatchObject({ kind: 'written', item: expect.anything() });
    if (written.kind === 'written') expect(written.item).toStrictEqual(fixture.written);
  });

  it('writes the keys of every record in one order', () => {
    const orders = fixtures
      .filter(({ record }) => record !== undefined)
      .map(write)
      .flatMap((written) => (written.kind === 'written' ? [Object.keys(written.item).join()] : []));
    expect(orders.length).toBeGreaterThanOrEqual(9);
    expect(new Set(orders).size).toBe(1);
  });

  it('has configured code tables without a gap', () => {
    const day = '2026-11-23' as LegalDay;
    const gaps = Object.entries(DVCQG_CODE_TABLES).flatMap(([table, values]) =>
      values.filter((value) => !codes.translate(DVCQG_PARTNER, table, value, day)).map((value) => `${table}/${value}`),
    );
    expect(gaps).toEqual([]);
    expect(codes.translate(DVCQG_PARTNER, PROCEDURE_ALIASES, '1.006714', day)).toBe('1.001193');
  });
});
