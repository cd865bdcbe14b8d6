import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { Channel, ScoreFacts, Status } from '#canonical';
import { readCalendar } from '#ledger';
import { FIGURES, judge, parsePeriod, type DossierRecord, type Figure, type ProcedureTraits } from '#scoring';
import { readScoring } from '../../apps/scheduler/src/scoring/read-scoring.ts';

interface Example {
  readonly figure: Figure;
  readonly says: { readonly vi: string; readonly en: string };
  readonly period?: string;
  readonly procedure?: Partial<ProcedureTraits>;
  readonly facts: Readonly<Record<string, unknown>> & { readonly received: string };
  readonly steps?: readonly string[];
  readonly adds: string;
}

const EXAMPLES = parse(readFileSync('config/scoring/766.examples.yaml', 'utf8')) as Example[];
const [RULES] = readScoring('config');
const calendar = readCalendar('config');

/** A time of Vietnam as the examples write it; seconds since 1970. */
function secondsOf(text: string): number {
  const [day = '', time = ''] = text.split(' ');
  return Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}+07:00`) / 1_000;
}

function factsOf({ facts: { received, due, supplements, channel, ...marks } }: Example): ScoreFacts {
  return {
    ...(marks as ScoreFacts),
    received: secondsOf(received),
    ...(typeof due === 'string' && { due: secondsOf(due) }),
    ...(typeof channel === 'string' && { channel: channel as Channel }),
    ...(supplements !== undefined && {
      supplements: (supplements as [string, string][]).map(([from, to]) => [secondsOf(from), secondsOf(to)] as const),
    }),
  };
}

/** What the dossier of an example adds; it is the same at both sides where everything arrived. */
function added(example: Example): string {
  if (RULES === undefined) throw new Error('there are no formulas');
  const period = parsePeriod(example.period ?? '2026-11');
  if (period === undefined) throw new Error(`no period: ${String(example.period)}`);
  const version = { seq: 1, status: 4 as Status, facts: factsOf(example) };
  const record: DossierRecord = {
    ...{ head: version, acknowledged: version, acknowledgedLate: false, differences: [] },
    lane: { state: 'idle', cause: undefined },
    steps: (example.steps ?? []).map((text) => {
      const [status = '', ...at] = text.split(' ');
      return { status: Number(status) as Status, at: secondsOf(at.join(' ')), progress: 'delivered', deliveredAt: null };
    }),
  };
  const traits = { endsInPaper: undefined, hasFee: undefined, mostDays: undefined, ...example.procedure };
  const { did, counted, losses } = judge(record, traits, { period, parameters: RULES.parameters, calendar });
  expect(losses).toEqual([]);
  expect(counted.get(example.figure)).toEqual(did.get(example.figure));
  const one = did.get(example.figure);
  return one?.unknown === true ? 'unknown' : `${String(one?.numerator)}/${String(one?.denominator)}`;
}

describe('the worked examples of the formulas', () => {
  it.each(EXAMPLES.map((example) => [`${example.figure} ${example.says.en}`, example] as const))('%s', (_, example) => {
    expect(added(example)).toBe(example.adds);
  });

  it('are there for every figure that dossiers add to, and stand in the documentation', () => {
    const figures = new Set(EXAMPLES.map(({ figure }) => figure));
    expect(FIGURES.filter((figure) => figure !== '5.4' && !figures.has(figure))).toEqual([]);
    const page = readFileSync('docs/scoring.md', 'utf8').replaceAll(/ +/g, ' ');
    for (const { figure, says, adds } of EXAMPLES) expect(page).toContain(`| ${figure} | ${says.vi} · ${says.en} | ${adds} |`);
  });
});
