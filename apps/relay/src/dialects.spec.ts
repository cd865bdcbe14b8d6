import { describe, expect, it } from '@jest/globals';
import { CodeSnapshot, type CodeRow, type LegalDay } from '#canonical';
import { DestinationSettings } from '#protocols';
import { LGSP_DOCUMENT_CODE_TABLES } from '#protocols/lgsp-document';
import { ConfigurationError } from '#runtime';
import { checkTables, speak } from './dialects.ts';

const SETTINGS = { tokenBaseUrl: 'http://127.0.0.1:1', documentBaseUrl: 'http://127.0.0.1:1', clientId: 'a', clientSecret: 'b' };
const DAY = '2026-11-23' as LegalDay;
const ROWS: readonly CodeRow[] = Object.entries(LGSP_DOCUMENT_CODE_TABLES).flatMap(([table, values]) =>
  values.map((from) => ({ table, partner: 'province', from, to: '1' })),
);

function destination(more: Partial<DestinationSettings> = {}): DestinationSettings {
  const province = { id: 'province', dialect: 'lgsp-document', lookup: 'none', settings: SETTINGS };
  return Object.assign(new DestinationSettings(), province, more);
}

function faultsOf(run: () => unknown): readonly string[] {
  try {
    run();
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

describe('a dialect', () => {
  it('that has no look-up is not spoken as if it had one', () => {
    expect(speak(destination()).client.lookup).toBeUndefined();
    expect(faultsOf(() => speak(destination({ lookup: 'dossier' })))).toEqual([expect.stringContaining('none')]);
  });

  it('is told what is wrong with its settings, by their names', () => {
    const faults = faultsOf(() => speak(destination({ settings: { ...SETTINGS, clientSecret: '', tokenUrl: 'x' } })));
    expect(faults).toEqual(
      expect.arrayContaining([expect.stringContaining('clientSecret'), expect.stringContaining('tokenUrl')]),
    );
  });

  it('needs its own tables whole, with codes that fit it', () => {
    const codes = (rows: readonly CodeRow[]): CodeSnapshot => new CodeSnapshot('x', rows, []);
    const spoken = speak(destination());
    expect(
      faultsOf(() => {
        checkTables(spoken, codes(ROWS), DAY);
      }),
    ).toEqual([]);
    const [first, second, ...others] = ROWS;
    if (first === undefined || second === undefined) throw new Error('no rows');
    expect(
      faultsOf(() => {
        checkTables(spoken, codes([{ ...second, to: 'một' }, ...others]), DAY);
      }),
    ).toEqual([
      'config/code-tables/province/applicant-kind.csv: thiếu mã / a code is missing: citizen',
      'config/code-tables/province/applicant-kind.csv: enterprise: mã không hợp lệ / no valid code: một',
    ]);
  });
});
