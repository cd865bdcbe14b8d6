import type { Channel, Dossier, Fee, Paper } from './dossier.ts';
import type { Instant } from './instant.ts';

/** A request for supplements: when it was made, and when the citizen had answered it; seconds since 1970. */
export type SupplementTimes = readonly [requested: number, completed: number | null];

/**
 * What of a version decides how the province is scored: times as whole seconds since 1970, codes and marks. Nothing of a person: it stands in a
 * plain column. What is not there was not said, or is no.
 */
export interface ScoreFacts {
  readonly received?: number;
  readonly due?: number;
  /** When the record itself says that it was finished, given back, refused. */
  readonly finished?: number;
  readonly returned?: number;
  readonly refused?: number;
  readonly channel?: Channel;
  readonly supplements?: readonly SupplementTimes[];
  /** Of the listed fees: all are 0, one is more, or one has no amount. Absent = none is listed. */
  readonly fees?: 'zero' | 'charged' | 'unknown';
  /** The code of the way in which it was paid online; only the two that count. */
  readonly paid?: '1' | '2';
  /** A result has an address; a result has a code or a number. */
  readonly resultLink?: true;
  readonly resultCode?: true;
  /** A paper that was handed in has a file. */
  readonly file?: true;
  readonly digitised?: true;
  readonly paperDigitised?: true;
  readonly fromStore?: true;
  readonly vneid?: true;
  /** Codes of databases that were consulted, as far as they are such: at most three characters. */
  readonly databases?: readonly string[];
}

const DATABASE_CODE = /^[0-9A-Za-z]{1,3}$/;

/** What of a version decides the score. */
export function scoreFactsOf(dossier: Dossier): ScoreFacts {
  const { papers = [], results = [], fees = [], supplements = [], consultedDatabases = [], paidOnline } = dossier;
  const kept = papers.filter(({ deleted }) => deleted !== true);
  const databases = consultedDatabases.filter((code) => DATABASE_CODE.test(code));
  const asked = supplements.flatMap(({ requestedAt, receivedAt }): SupplementTimes[] =>
    requestedAt === undefined ? [] : [[secondsOf(requestedAt), receivedAt === undefined ? null : secondsOf(receivedAt)]],
  );
  return {
    ...timesOf(dossier),
    ...(dossier.channel !== undefined && { channel: dossier.channel }),
    ...(asked.length > 0 && { supplements: asked }),
    ...(fees.length > 0 && { fees: feesOf(fees) }),
    ...((paidOnline === '1' || paidOnline === '2') && { paid: paidOnline }),
    ...marks({
      resultLink: results.some(({ url }) => isSaid(url)),
      resultCode: results.some(({ resultCode, paperId }) => isSaid(resultCode) || isSaid(paperId)),
      file: kept.some(hasFile),
      digitised: dossier.digitised === true,
      paperDigitised: kept.some((paper) => paper.digitised === true),
      fromStore: kept.some((paper) => paper.fromNationalStore === true),
      vneid: dossier.vneidVerified === true,
    }),
    ...(databases.length > 0 && { databases: [...new Set(databases)].sort() }),
  };
}

function timesOf(dossier: Dossier): Partial<Record<'received' | 'due' | 'finished' | 'returned' | 'refused', number>> {
  const { receivedAt, dueAt, finishedAt, returnedAt, refusedAt } = dossier;
  const times = { received: receivedAt, due: dueAt, finished: finishedAt, returned: returnedAt, refused: refusedAt };
  return Object.fromEntries(Object.entries(times).flatMap(([name, at]) => (at === undefined ? [] : [[name, secondsOf(at)]])));
}

function feesOf(fees: readonly Fee[]): 'zero' | 'charged' | 'unknown' {
  if (fees.some(({ amount }) => amount !== undefined && amount !== 0)) return 'charged';
  return fees.every(({ amount }) => amount === 0) ? 'zero' : 'unknown';
}

function hasFile({ url, fileId }: Paper): boolean {
  return isSaid(url) || isSaid(fileId);
}

function marks<Name extends string>(said: Readonly<Record<Name, boolean>>): Partial<Record<Name, true>> {
  return Object.fromEntries(Object.entries(said).flatMap(([name, is]) => (is === true ? [[name, true]] : []))) as Partial<
    Record<Name, true>
  >;
}

function isSaid(text: string | undefined): boolean {
  return text !== undefined && text !== '';
}

function secondsOf(instant: Instant): number {
  return Date.parse(instant) / 1_000;
}
