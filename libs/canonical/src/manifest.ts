import { sha256 } from './content-hash.ts';
import type { Dossier } from './dossier.ts';
import { parseProcedureCode } from './identifiers.ts';
import type { Instant } from './instant.ts';

/** The steps of a dossier as its manifest counts them: how many, and of the last one (the latest time, then the greatest status) both. */
export interface StepsTold {
  readonly count: number;
  readonly lastStatus: number | undefined;
  readonly lastAt: Instant | undefined;
}

/** What of a dossier two systems compare, as one of them holds it. Nothing of it is personal; what is not there is undefined. */
export interface ManifestFacts {
  readonly code: string;
  /** The national part; of a code that has none the whole. */
  readonly procedure: string;
  readonly channel: string | undefined;
  readonly status: number;
  readonly receivedAt: Instant | undefined;
  readonly dueAt: Instant | undefined;
  readonly finishedAt: Instant | undefined;
  readonly returnedAt: Instant | undefined;
  readonly steps: StepsTold;
  /** Whether a result has an address. */
  readonly hasResult: boolean;
}

/** No step at all. */
export const NO_STEPS: StepsTold = { count: 0, lastStatus: undefined, lastAt: undefined };

/**
 * What a source says of its dossier. `notItsOwn`: times that a step filled and that the source has not sent, which its own database
 * therefore does not have.
 */
export function factsOf(dossier: Dossier, steps: StepsTold, notItsOwn: ReadonlySet<string> = new Set()): ManifestFacts {
  const own = (time: 'finishedAt' | 'returnedAt'): Instant | undefined => (notItsOwn.has(time) ? undefined : dossier[time]);
  return {
    code: dossier.dossierCode,
    procedure: parseProcedureCode(dossier.procedureCode)?.national ?? dossier.procedureCode,
    channel: dossier.channel,
    status: dossier.status,
    receivedAt: dossier.receivedAt,
    dueAt: dossier.dueAt,
    finishedAt: own('finishedAt'),
    returnedAt: own('returnedAt'),
    steps,
    hasResult: (dossier.results ?? []).some(({ url }) => url !== undefined && url !== ''),
  };
}

/** Steps with one more. */
export function withStep(steps: StepsTold, { status, occurredAt }: { status: number; occurredAt: Instant }): StepsTold {
  const { count, lastStatus = 0, lastAt } = steps;
  const isLater = lastAt === undefined || occurredAt > lastAt || (occurredAt === lastAt && status > lastStatus);
  const last = isLater ? { lastStatus: status, lastAt: occurredAt } : { lastStatus: steps.lastStatus, lastAt };
  return { count: count + 1, ...last };
}

/** The text under `p1`: thirteen members apart by `|`, times as whole seconds since 1970, nothing where there is nothing. */
export function manifestText(facts: ManifestFacts): string {
  const { code, procedure, channel, status, steps, hasResult } = facts;
  const times = [facts.receivedAt, facts.dueAt, facts.finishedAt, facts.returnedAt].map(secondsOf);
  return [
    ...['p1', code, procedure, channel ?? '', String(status), ...times],
    ...[String(steps.count), String(steps.lastStatus ?? ''), secondsOf(steps.lastAt), hasResult ? '1' : '0'],
  ].join('|');
}

/** `p1`: one value for what two systems compare of a dossier; SHA-256, lower-case hex. */
export function p1Of(facts: ManifestFacts): string {
  return sha256(manifestText(facts));
}

/** The digest of a bucket: SHA-256 over its `p1` values, sorted, each ended by a line feed. */
export function bucketDigest(p1s: readonly string[]): string {
  return sha256(
    [...p1s]
      .sort()
      .map((p1) => `${p1}\n`)
      .join(''),
  );
}

function secondsOf(instant: Instant | undefined): string {
  return instant === undefined ? '' : String(Date.parse(instant) / 1_000);
}
