import { createHash } from 'node:crypto';
import type { Step } from './step.ts';

/** JSON in the one form of RFC 8785: members sorted by UTF-16 code units, no white space. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}

/** A value without its empty members (absent, null, "", [], {}), so that a field that is added later changes no old hash. */
export function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, withoutEmpty(member)] as const)
      .filter(([, member]) => !isEmpty(member)),
  );
}

/** Content hash of a dossier or a step: `h1:` and SHA-256 in hex over RFC 8785 JSON without empty members. */
export function contentHash(content: object): string {
  return `h1:${sha256(canonicalJson(withoutEmpty(content)))}`;
}

/** What two steps share that correct each other: dossier, time, status and officer. */
export function slotHash(step: Step): string {
  return sha256(canonicalJson([step.dossierCode, step.occurredAt, step.status, step.officer]));
}

/** SHA-256 of UTF-8 text or bytes, lower-case hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
