import { describe, expect, it } from '@jest/globals';
import { COMMON_CAUSES, readOwnOutcomes, type OutcomeCause } from '#protocols';
import { OUTCOME_CAUSES as NATIONAL_CAUSES, OUTCOME_TABLE as NATIONAL } from '#protocols/dvcqg';
import { OUTCOME_CAUSES as PROVINCE_CAUSES, OUTCOME_TABLE as PROVINCE } from '#protocols/lgsp-document';

const TABLES = [
  ['dvcqg', NATIONAL, NATIONAL_CAUSES],
  ['lgsp-document', PROVINCE, PROVINCE_CAUSES],
] as const;

describe.each(TABLES)('the outcome table of %s', (_, table, causes) => {
  const explained: readonly (readonly [string, OutcomeCause])[] = Object.entries(causes);

  it('says of every cause in both languages what happened', () => {
    for (const [, { says }] of [...explained, ...Object.entries(COMMON_CAUSES)]) {
      expect(says.vi).toMatch(/^\S.{8,}\.$/s);
      expect(says.en).toMatch(/^[A-Z].{8,}\.$/s);
      expect(says.vi).toBe(says.vi.normalize('NFC'));
    }
  });

  it('leaves whatever is refused to somebody, and asks nobody for what passes by itself', () => {
    const mustAct = (cause: string): unknown => explained.find(([name]) => name === cause)?.[1].mustAct;
    const refused = table.filter(({ verdict }) => verdict === 'refused').map(({ cause }) => mustAct(cause));
    expect(refused).not.toContain('nobody');
    expect(refused).not.toContain(undefined);
    const passing = table.filter(({ verdict }) => ['delivered', 'exists', 'session'].includes(verdict));
    expect(new Set(passing.map(({ cause }) => mustAct(cause)))).toEqual(new Set(['nobody']));
  });

  it('knows which of its lines are those of answers that nobody knows', () => {
    const unexplained = explained.filter(([, { isUnexplained }]) => isUnexplained).map(([name]) => name);
    expect(unexplained).toContain(table.at(-1)?.cause);
    const verdicts = new Set(table.filter(({ cause }) => unexplained.includes(cause)).map(({ verdict }) => verdict));
    expect([...verdicts]).toEqual(['unknown']);
  });
});

describe('config/outcomes', () => {
  it('can be read', () => {
    expect(readOwnOutcomes('config/outcomes')).toEqual({ dvcqg: [], 'lgsp-document': [] });
  });
});
