import { hash } from 'node:crypto';
import type { Step } from './step.ts';

const SAYS_NOTHING = new Set(['null', '""', '[]', '{}']);

/** JSON in the one form of RFC 8785: members sorted by UTF-16 code units, no white space. */
export function canonicalJson(value: unknown): string {
  return write(value, false);
}

/** Whether a value says nothing: absent, null, "", [], {}, or an object of nothing but such members. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || SAYS_NOTHING.has(write(value, true));
}

/**
 * Content hash of a dossier or a step: `h1:` and SHA-256 in hex over RFC 8785 JSON without empty members, so that a field that
 * is added later changes no old hash.
 */
export function contentHash(content: object): string {
  return `h1:${sha256(write(content, true))}`;
}

/** What two steps share that correct each other: dossier, time, status and officer. */
export function slotHash(step: Step): string {
  return sha256(canonicalJson([step.dossierCode, step.occurredAt, step.status, step.officer]));
}

/** SHA-256 of UTF-8 text or bytes, lower-case hex. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

/** In one pass: every accepted item comes through here. */
function write(value: unknown, leavesOutEmpty: boolean): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((element) => write(element, leavesOutEmpty)).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (member === undefined) continue;
    const text = write(member, leavesOutEmpty);
    if (!leavesOutEmpty || !SAYS_NOTHING.has(text)) members.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${members.join(',')}}`;
}
