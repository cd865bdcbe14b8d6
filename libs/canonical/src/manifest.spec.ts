import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Dossier } from './dossier.ts';
import { parseInstant, type Instant } from './instant.ts';
import { bucketDigest, factsOf, manifestText, NO_STEPS, p1Of, withStep } from './manifest.ts';

interface Vectors {
  readonly rows: readonly {
    readonly dossier: Dossier & { readonly steps: readonly { status: number; occurredAt: string }[] };
    readonly text: string;
    readonly p1: string;
  }[];
  readonly digest: string;
}

/** Made by another program, in another language; the samples of the documents are tried with the same. */
const VECTORS = JSON.parse(readFileSync('docs/samples/manifests/vectors.json', 'utf8')) as Vectors;

function instant(text: string | undefined): Instant | undefined {
  return text === undefined ? undefined : parseInstant(text);
}

function facts({ dossier }: Vectors['rows'][number]): ReturnType<typeof factsOf> {
  const { receivedAt, dueAt, finishedAt, returnedAt, steps, ...rest } = dossier;
  const times = Object.entries({ receivedAt, dueAt, finishedAt, returnedAt }).flatMap(([name, text]) => {
    const read = instant(text);
    return read === undefined ? [] : [[name, read] as const];
  });
  const told = steps.reduce(
    (sum, { status, occurredAt }) => withStep(sum, { status, occurredAt: instant(occurredAt) as Instant }),
    NO_STEPS,
  );
  return factsOf({ ...rest, ...Object.fromEntries(times) }, told);
}

describe('the manifest row of a dossier', () => {
  it.each(VECTORS.rows.map((row) => [row.dossier.dossierCode, row] as const))('of %s is the golden one', (_, row) => {
    expect(manifestText(facts(row))).toBe(row.text);
    expect(p1Of(facts(row))).toBe(row.p1);
  });

  it('has the digest of its bucket, in whatever order they come', () => {
    const p1s = VECTORS.rows.map(({ p1 }) => p1);
    expect(bucketDigest(p1s)).toBe(VECTORS.digest);
    expect(bucketDigest(p1s.toReversed())).toBe(VECTORS.digest);
    expect(bucketDigest([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('leaves out a time that a step filled', () => {
    const [, row] = VECTORS.rows;
    if (row === undefined) throw new Error('no vector');
    const { dossier } = row;
    const filled = { ...dossier, finishedAt: '2026-11-25T03:00:00Z' as Instant, returnedAt: '2026-11-25T08:30:00Z' as Instant };
    const own = factsOf(filled, NO_STEPS, new Set(['finishedAt']));
    expect([own.finishedAt, own.returnedAt]).toEqual([undefined, '2026-11-25T08:30:00Z']);
  });
});
