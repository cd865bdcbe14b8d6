import { canonicalText, isBlank, parseInstant, parseLegalDay, type DossierCode, type LegalDay } from '#canonical';
import { MANIFEST_LEVELS, type Finding, type ManifestItem, type ManifestLevel } from '#ledger';
import { pointerTo } from '#runtime';
import { inSlices } from '../accept/slices.ts';
import type { ProblemCode } from '../problems/dictionary.ts';

export const MOST_BUCKETS = 5_000;
export const MOST_ROWS = 20_000;
const MOST_FINDINGS = 100;
const MOST_COUNT = 10_000_000;
const LONGEST_CODE = 60;
const HASH = /^[0-9a-f]{64}$/;

/** A bucket as it was written. */
export interface WrittenBucket {
  readonly unit: string;
  readonly day: LegalDay;
  readonly count: number;
  readonly digest?: string | undefined;
  readonly items?: readonly ManifestItem[] | undefined;
}

/** A manifest as it was written, without a fault in itself. */
export interface WrittenManifest {
  readonly asOf: Date;
  readonly level: ManifestLevel;
  readonly buckets: readonly WrittenBucket[];
}

/** What reading came to. */
export type ReadManifest =
  | { readonly kind: 'manifest'; readonly manifest: WrittenManifest }
  | { readonly kind: 'problem'; readonly code: ProblemCode; readonly findings: readonly Finding[] };

/** What reading needs: how dossier codes are written here. */
export interface ManifestContext {
  readonly dossierCode: (written: string) => DossierCode | undefined;
}

type Json = Readonly<Record<string, unknown>>;
type Note = (field: string, code: ProblemCode, allowed?: readonly string[]) => void;

/** Reads a manifest, every faulty field at once, a part at a time so that others are answered meanwhile. */
export async function readManifest(value: unknown, context: ManifestContext): Promise<ReadManifest> {
  const findings: Finding[] = [];
  const note: Note = (field, code, allowed) => {
    if (findings.length <= MOST_FINDINGS) findings.push({ field, code, ...(allowed && { allowed }) });
  };
  if (!isObject(value)) return problem([{ field: '', code: 'field.type' }]);
  noteUnknown(value, '', ['asOf', 'level', 'buckets'], note);
  const asOf = readAsOf(value['asOf'], note);
  const level = readLevel(value['level'], note);
  const buckets = value['buckets'];
  if (!Array.isArray(buckets)) note('/buckets', buckets === undefined ? 'field.required' : 'field.type');
  else if (buckets.length === 0) note('/buckets', 'batch.empty');
  else if (isTooLong(buckets)) return { kind: 'problem', code: 'manifest.too-many', findings: [] };
  const read = Array.isArray(buckets) ? await readBuckets(buckets, { level, note, ...context }) : [];
  if (findings.length > 0 || asOf === undefined || level === undefined) return problem(shortened(findings));
  return { kind: 'manifest', manifest: { asOf, level, buckets: read } };
}

function problem(findings: readonly Finding[]): ReadManifest {
  return { kind: 'problem', code: 'content.invalid', findings };
}

function shortened(findings: readonly Finding[]): readonly Finding[] {
  return findings.length <= MOST_FINDINGS
    ? findings
    : [...findings.slice(0, MOST_FINDINGS), { field: '', code: 'problems.more' }];
}

function isTooLong(buckets: readonly unknown[]): boolean {
  if (buckets.length > MOST_BUCKETS) return true;
  const rows = buckets.map((bucket) => (isObject(bucket) && Array.isArray(bucket['items']) ? bucket['items'].length : 0));
  return rows.reduce((sum, count) => sum + count, 0) > MOST_ROWS;
}

function readAsOf(value: unknown, note: Note): Date | undefined {
  if (value === undefined || value === null) note('/asOf', 'field.required');
  else if (typeof value !== 'string') note('/asOf', 'field.type');
  else if (parseInstant(value) === undefined) note('/asOf', 'field.time');
  else return new Date(value);
  return undefined;
}

function readLevel(value: unknown, note: Note): ManifestLevel | undefined {
  const level = MANIFEST_LEVELS.find((one) => one === value);
  if (level === undefined) note('/level', value === undefined ? 'field.required' : 'field.allowed', MANIFEST_LEVELS);
  return level;
}

interface Reading extends ManifestContext {
  readonly level: ManifestLevel | undefined;
  readonly note: Note;
}

async function readBuckets(buckets: readonly unknown[], reading: Reading): Promise<WrittenBucket[]> {
  const seen = { places: new Set<string>(), codes: new Set<string>() };
  const indexed = buckets.map((bucket, index) => ({ bucket, pointer: `/buckets/${String(index)}` }));
  const read: WrittenBucket[] = [];
  for (const { bucket, pointer } of indexed) {
    if (!isObject(bucket)) {
      reading.note(pointer, 'field.type');
      continue;
    }
    const head = readHead(bucket, pointer, reading);
    const items = await readItems(bucket['items'], `${pointer}/items`, { ...reading, codes: seen.codes });
    if (items !== undefined && head?.count !== items.length) reading.note(`${pointer}/count`, 'manifest.count');
    if (head === undefined) continue;
    const place = `${head.unit}|${head.day}`;
    if (seen.places.has(place)) reading.note(pointer, 'manifest.twice');
    seen.places.add(place);
    read.push({ ...head, items });
  }
  return read;
}

function readHead(bucket: Json, pointer: string, { level, note }: Reading): WrittenBucket | undefined {
  noteUnknown(bucket, pointer, ['unit', 'day', 'count', 'digest', 'items'], note);
  const { unit, day, count, digest } = bucket;
  const isUnit = typeof unit === 'string' && !isBlank(unit) && unit.length <= LONGEST_CODE;
  if (!isUnit) note(`${pointer}/unit`, unit === undefined ? 'field.required' : 'field.type');
  const read = typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) ? parseLegalDay(day) : undefined;
  if (read === undefined) note(`${pointer}/day`, day === undefined ? 'field.required' : 'field.time');
  const isCount = Number.isInteger(count) && (count as number) >= 0 && (count as number) <= MOST_COUNT;
  if (!isCount) note(`${pointer}/count`, count === undefined ? 'field.required' : 'field.type');
  const needsDigest = level === 'digests' && (digest === undefined || digest === null);
  if (needsDigest) note(`${pointer}/digest`, 'field.required');
  else if (digest !== undefined && (typeof digest !== 'string' || !HASH.test(digest))) note(`${pointer}/digest`, 'field.format');
  if (level === 'list' && bucket['items'] === undefined) note(`${pointer}/items`, 'field.required');
  if (!isUnit || read === undefined || !isCount) return undefined;
  return { unit: canonicalText(unit).toUpperCase(), day: read, count: count as number, digest: digest as string | undefined };
}

async function readItems(
  items: unknown,
  pointer: string,
  reading: Reading & { readonly codes: Set<string> },
): Promise<readonly ManifestItem[] | undefined> {
  if (items === undefined) return undefined;
  if (!Array.isArray(items)) {
    reading.note(pointer, 'field.type');
    return undefined;
  }
  const indexed = items.map((item: unknown, index) => ({ item, at: `${pointer}/${String(index)}` }));
  return inSlices(indexed, ({ item, at }) => readItem(item, at, reading));
}

function readItem(
  item: unknown,
  at: string,
  { note, dossierCode, codes }: Reading & { readonly codes: Set<string> },
): ManifestItem {
  if (!isObject(item)) {
    note(at, 'field.type');
    return { code: '', p1: '' };
  }
  noteUnknown(item, at, ['code', 'p1', 'steps', 'pending'], note);
  const { code, p1, steps, pending } = item;
  const read = typeof code === 'string' ? dossierCode(code) : undefined;
  if (read === undefined) note(`${at}/code`, code === undefined ? 'field.required' : 'field.format');
  else if (codes.has(read)) note(`${at}/code`, 'manifest.twice');
  else codes.add(read);
  if (typeof p1 !== 'string' || !HASH.test(p1)) note(`${at}/p1`, p1 === undefined ? 'field.required' : 'field.format');
  const isSteps = steps === undefined || (Number.isInteger(steps) && (steps as number) >= 0);
  if (!isSteps) note(`${at}/steps`, 'field.type');
  if (pending !== undefined && typeof pending !== 'boolean') note(`${at}/pending`, 'field.type');
  return {
    code: read ?? '',
    p1: typeof p1 === 'string' ? p1 : '',
    steps: steps as number | undefined,
    pending: pending === true,
  };
}

function noteUnknown(object: Json, pointer: string, known: readonly string[], note: Note): void {
  for (const name of Object.keys(object)) if (!known.includes(name)) note(`${pointer}${pointerTo(name)}`, 'field.unknown');
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
