import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import { instantOf, type Instant, type ManifestFacts } from '#canonical';
import type { Cipher } from '../cipher.ts';
import type { FindingToWrite } from './discrepancies.ts';
import { WHOLE, type Finding } from './kinds.ts';
import type { Manifest, ManifestBucket, ManifestItem } from './manifest.ts';
import { Guesses, nameByCount, nameDifference } from './name-difference.ts';
import { readOurRows, readStrangers, type OurRow } from './read-rows.ts';
import { readSourceFacts, type SourceFacts } from './source-facts.ts';

/** What comparing came to. `agreeing`: dossiers in which nothing differs any more. */
export interface Compared {
  readonly findings: readonly FindingToWrite[];
  readonly agreeing: readonly string[];
}

interface Listed {
  readonly bucket: ManifestBucket;
  readonly item: ManifestItem;
}

/** Rows to name, each with what the gateway has of it. */
type Differing = Listed & { readonly ours: OurRow };

/**
 * Compares lists, row by row. What was taken too late before `asOf`, or has something later, is on its way and neither agrees nor
 * differs. A dossier that stands in another bucket of the same manifest is not missing in this one.
 */
export async function compareLists(db: pg.PoolClient, cipher: Cipher, manifest: Manifest): Promise<Compared> {
  const listed = new Map(
    manifest.buckets.flatMap((bucket) => (bucket.items ?? []).map((item) => [item.code, { bucket, item }] as const)),
  );
  const ours = await readOurRows(db, manifest, [...listed.keys()]);
  const codes = new Set(ours.map(({ code }) => code));
  const missingThere = ours.filter(({ code, isSettled }) => isSettled && !listed.has(code));
  const missingHere = [...listed.values()].filter(({ item }) => item.pending !== true && !codes.has(item.code));
  const both = ours.flatMap((row): Differing[] => {
    const there = listed.get(row.code);
    return there === undefined || there.item.pending === true || !row.isSettled ? [] : [{ ...there, ours: row }];
  });
  const findings = [
    ...missingThere.map((row) => found({ kind: 'missing-there', field: WHOLE }, row)),
    ...(await strangers(db, manifest, missingHere)),
    ...(await differing(db, cipher, both)),
  ];
  const troubled = new Set(findings.map(({ code }) => code));
  return { findings, agreeing: both.map(({ ours: { code } }) => code).filter((code) => !troubled.has(code)) };
}

function found(finding: Finding, { code, dossierId, unitId, day }: OurRow): FindingToWrite {
  return { ...finding, code, dossierId, unitId, day };
}

/** What only the other side has. A code that another system holds here is a task, and no case for sending it again. */
async function strangers(db: pg.PoolClient, { side }: Manifest, rows: readonly Listed[]): Promise<FindingToWrite[]> {
  if (rows.length === 0) return [];
  const held = await readStrangers(
    db,
    rows.map(({ item }) => item.code),
  );
  return rows.map(({ item, bucket }) => ({
    ...{ kind: 'missing-here' as const, field: WHOLE, code: item.code, dossierId: held.get(item.code) },
    ...{ unitId: bucket.unitId, day: bucket.day },
    ...(side.tier === 'commune' && held.has(item.code) && { task: 'code.of-another' }),
  }));
}

async function differing(db: pg.PoolClient, cipher: Cipher, both: readonly Differing[]): Promise<FindingToWrite[]> {
  const others = both.filter(({ item, ours }) => !ours.ways.some(({ p1 }) => p1 === item.p1));
  const changed = both.filter(({ item, ours }) => ours.codesChanged && ours.ways.some(({ p1 }) => p1 === item.p1));
  const named = await name(db, cipher, others);
  return [
    ...others.map((row, at) => found(named[at] ?? UNKNOWN, placed(row))),
    ...changed.map((row) => found({ kind: 'codes', field: 'procedure' }, placed(row))),
  ];
}

/** Where the other side has it. */
function placed({ ours, bucket: { unitId, day } }: Differing): OurRow {
  return { ...ours, unitId, day };
}

const UNKNOWN: Finding = { kind: 'field', field: 'p1' };

/** Values that are tried in one manifest to name what differs: some seconds of a processor. */
const MOST_GUESSES = 200_000;
/** Dossiers that are opened together. */
const OPENED_AT_ONCE = 100;
const SLICE_MS = 10;

/**
 * By what was told, where the side speaks of that; else by what the source said, which has to be opened first. Others are answered meanwhile. What
 * is left when enough was tried goes by its number of steps alone, and is not opened.
 */
async function name(db: pg.PoolClient, cipher: Cipher, rows: readonly Differing[]): Promise<Finding[]> {
  const guesses = new Guesses(MOST_GUESSES);
  const named: Finding[] = [];
  while (named.length < rows.length && !guesses.isOver) {
    const part = rows.slice(named.length, named.length + OPENED_AT_ONCE);
    const facts = await readSourceFacts(
      db,
      cipher,
      part.map(({ ours }) => ours.dossierId),
    );
    const byDossier = new Map(facts.map((one) => [one.dossierId, one]));
    let began = performance.now();
    for (const row of part) {
      named.push(nameBy(row, byDossier.get(row.ours.dossierId), guesses));
      if (performance.now() - began < SLICE_MS) continue;
      await setImmediate();
      began = performance.now();
    }
  }
  return [...named, ...rows.slice(named.length).map(({ item, ours }) => nameByCount(item, stepsOf(ours)))];
}

function nameBy({ item, ours }: Differing, source: SourceFacts | undefined, guesses: Guesses): Finding {
  if (source === undefined) return UNKNOWN;
  const told = toldIn(ours);
  return nameDifference(item, told === undefined ? source.facts : factsIn(told), { steps: source.steps, guesses });
}

function toldIn({ ways }: OurRow): string | undefined {
  return ways.find(({ text }) => text !== undefined)?.text;
}

function stepsOf(ours: OurRow): number {
  const told = toldIn(ours);
  return told === undefined ? (ours.steps ?? 0) : factsIn(told).steps.count;
}

/** The facts of a text that was told. */
function factsIn(text: string): ManifestFacts {
  const [, code = '', procedure = '', channel = '', status = '', ...rest] = text.split('|');
  const [receivedAt, dueAt, finishedAt, returnedAt, count, lastStatus, lastAt, result] = rest;
  return {
    ...{ code, procedure, channel: channel === '' ? undefined : channel, status: Number(status) },
    ...{ receivedAt: instantIn(receivedAt), dueAt: instantIn(dueAt), finishedAt: instantIn(finishedAt) },
    returnedAt: instantIn(returnedAt),
    steps: { count: Number(count), lastStatus: lastStatus === '' ? undefined : Number(lastStatus), lastAt: instantIn(lastAt) },
    hasResult: result === '1',
  };
}

function instantIn(seconds = ''): Instant | undefined {
  return seconds === '' ? undefined : instantOf(new Date(Number(seconds) * 1_000));
}
