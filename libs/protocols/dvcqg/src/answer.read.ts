import type { Verdict, WireItem } from '#protocols';
import type { WireAnswer } from './dvcqg.wire.ts';
import { foldText, judge } from './judge.ts';
import type { Flaw, Service } from './outcome-table.ts';
import { isObject } from './values.read.ts';

/** An HTTP answer that was read to its end. */
export interface Reply {
  readonly http: number;
  /** Header `Retry-After`: seconds, or an HTTP date. */
  readonly retryAfter: string | undefined;
  /** Header `Date`: the portal's own clock. */
  readonly date: string | undefined;
  readonly body: string;
}

/** What a reply means, with the parts of it that a reader of one service goes on with. */
export interface Reading {
  readonly verdict: Verdict;
  readonly cause: string;
  readonly withoutEffect: boolean;
  readonly code: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly items: readonly WireItem[];
  readonly session: string | undefined;
}

const MAX_RETRY_AFTER_MS = 3_600_000;
const CODE_ENDS = /-\d{6}-\d{4,6}(?!\d)/g;
const MAX_CODE = 50;
/** Members that only a look-up answers: in the answer to a push they belong to a former call. */
const LOOKUP_MEMBERS = ['TrangThaiHoSo', 'QuaTrinhXuLy'] as const;

/** Reads the reply of a service; `ours` are the codes of the dossiers that the call was about. Never throws. */
export function readAnswer(service: Service, reply: Reply, ours: readonly string[]): Reading {
  const envelope = parseEnvelope(reply.body);
  const items = itemsOf(envelope);
  const messages = [envelope?.message, ...items.map((item) => item['message'])].filter((text) => typeof text === 'string');
  const text = foldText(messages.join(' · '));
  const code = codeText(envelope?.error_code);
  const flaw = flawOf({ service, envelope, items, text, code, ours });
  const { verdict, cause, withoutEffect = false } = judge({ service, http: reply.http, flaw, code, text });
  const session = sessionOf(envelope);
  return {
    verdict,
    cause,
    withoutEffect,
    code,
    retryAfterMs: verdict === 'deferred' ? retryAfterMs(reply) : undefined,
    items,
    session,
  };
}

/** Whether two dossier codes name the same dossier: they are compared trimmed and in any case (source: protocols §2.1). */
export function sameDossier(a: unknown, b: string): boolean {
  return typeof a === 'string' && a.trim().toUpperCase() === b.trim().toUpperCase();
}

/** The wait that the portal asks for, at most one hour. A date is taken against the portal's own `Date`, not against our clock. */
export function retryAfterMs({ retryAfter, date }: Pick<Reply, 'retryAfter' | 'date'>): number | undefined {
  const text = retryAfter?.trim() ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(httpDate(text)) - Date.parse(httpDate(date ?? ''));
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}

function httpDate(text: string): string {
  return text.endsWith('GMT') ? text : '';
}

function parseEnvelope(body: string): WireAnswer | undefined {
  try {
    const value: unknown = JSON.parse(body.replace(/^\uFEFF/, ''));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function itemsOf(envelope: WireAnswer | undefined): readonly WireItem[] {
  return Array.isArray(envelope?.result) ? envelope.result.filter(isObject) : [];
}

function sessionOf(envelope: WireAnswer | undefined): string | undefined {
  return typeof envelope?.session === 'string' && envelope.session !== '' ? envelope.session : undefined;
}

/** The portal's code as text: 0, "0" and "00" are the same; what is no integer stays as it is. */
function codeText(code: unknown): string | undefined {
  if (typeof code !== 'number' && typeof code !== 'string') return undefined;
  // A text column takes no U+0000, and a code has no use for the like.
  const text = String(code)
    .replace(/\p{Cc}/gu, '')
    .trim();
  if (text === '') return undefined;
  return /^[+-]?\d+$/.test(text) ? String(Number(text) + 0) : text.slice(0, 100);
}

interface Suspect {
  readonly service: Service;
  readonly envelope: WireAnswer | undefined;
  readonly items: readonly WireItem[];
  readonly text: string;
  readonly code: string | undefined;
  readonly ours: readonly string[];
}

function flawOf(suspect: Suspect): Flaw | undefined {
  const { service, envelope, items, code } = suspect;
  if (envelope === undefined || code === undefined) return 'unreadable';
  if (isStale(suspect)) return 'stale';
  const itemCodes = items.map((item) => codeText(item['error_code'])).filter((itemCode) => itemCode !== undefined);
  if (itemCodes.some((itemCode) => (itemCode === '0') !== (code === '0'))) return 'contradictory';
  if (code !== '0') return undefined;
  if (service === 'login') return sessionOf(envelope) === undefined ? 'incomplete' : undefined;
  return service === 'lookup' && (!Array.isArray(envelope.result) || items.length !== envelope.result.length)
    ? 'incomplete'
    : undefined;
}

function isStale({ service, envelope, items, text, ours }: Suspect): boolean {
  if (service === 'login') return false;
  if (sessionOf(envelope) !== undefined) return true;
  if (items.some((item) => item['MaHoSo'] !== undefined && !ours.some((code) => sameDossier(item['MaHoSo'], code)))) return true;
  if (namesAnother(text, ours)) return true;
  const foreign = service === 'lookup' ? ['error_code'] : LOOKUP_MEMBERS;
  return items.some((item) => foreign.some((member) => member in item));
}

/** Whether a text names a dossier that is not ours. The tail of one of ours counts as ours: a province's own pattern may hold more. */
function namesAnother(text: string, ours: readonly string[]): boolean {
  const codes = ours.map((code) => code.trim().toUpperCase());
  return dossierCodesIn(text.toUpperCase()).some((named) => !codes.some((code) => isTail(named, code)));
}

/** Found from their ends: a pattern that begins with the prefix takes quadratic time over a long run of letters. */
function dossierCodesIn(text: string): string[] {
  return [...text.matchAll(CODE_ENDS)].flatMap(({ 0: end, index }) => {
    const [prefix = ''] = /[0-9A-Z.]*$/.exec(text.slice(Math.max(0, index - MAX_CODE), index)) ?? [];
    const unit = prefix.replace(/^\.+/, '');
    return unit === '' ? [] : [`${unit}${end}`];
  });
}

function isTail(named: string, code: string): boolean {
  return code === named || (code.endsWith(named) && !/[0-9A-Z.]/.test(code.charAt(code.length - named.length - 1)));
}
