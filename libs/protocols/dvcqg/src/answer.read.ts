import { codeText, foldText, isObject, judge, namesAnother, readObject, sameDossier } from '#protocols';
import type { Flaw, Reading as CommonReading, WireItem } from '#protocols';
import { retryAfterMs, type Reply } from '#runtime';
import type { WireAnswer } from './dvcqg.wire.ts';
import { OUTCOME_TABLE, type Service } from './outcome-table.ts';

/** What a reply means, with the parts of it that a reader of one service goes on with. */
export interface Reading extends CommonReading {
  readonly items: readonly WireItem[];
  readonly session: string | undefined;
}

const SUCCESS = '0';
/** Members that only a look-up answers: in the answer to a push they belong to a former call. */
const LOOKUP_MEMBERS = ['TrangThaiHoSo', 'QuaTrinhXuLy'] as const;

/** What a call asked: the service, and the codes of the dossiers that it was about. */
export interface Asked {
  readonly service: Service;
  readonly ours: readonly string[];
}

/**
 * By what an answer is judged: the partner's own code, or, where that says too little, what its words come to. Undefined = it
 * gives no code at all.
 */
export type Measure = (said: { readonly service: Service; readonly code: string | undefined; readonly text: string }) => {
  readonly code: string | undefined;
  readonly flaw?: Flaw;
};

/** An answer without its wrappings; `flaw`: what was found wrong with it on the way. */
export interface Unpacked {
  readonly envelope: WireAnswer | undefined;
  readonly flaw?: Flaw;
}

/** Reads the reply of a service; `ours` are the codes of the dossiers that the call was about. Never throws. */
export function readAnswer(service: Service, reply: Reply, ours: readonly string[]): Reading {
  return weigh({ service, ours }, reply, { envelope: readObject(reply.body), measure: byCode });
}

/** The measure of an envelope that says by its code what it means. */
export const byCode: Measure = ({ code }) => ({ code });

/** Weighs what a reply says. */
export function weigh({ service, ours }: Asked, reply: Reply, said: Unpacked & { readonly measure: Measure }): Reading {
  const { envelope } = said;
  const items = itemsOf(envelope);
  const messages = [envelope?.message, ...items.map((item) => item['message'])].filter((text) => typeof text === 'string');
  const text = foldText(messages.join(' · '));
  const code = codeText(envelope?.error_code);
  const measured = said.measure({ service, code, text });
  const suspect = { service, envelope, items, text, code: measured.code, ours };
  const flaw = said.flaw ?? flawOf(suspect) ?? measured.flaw;
  const facts = { service, http: reply.http, flaw, code: measured.code, succeeded: measured.code === SUCCESS, text };
  const { verdict, cause, withoutEffect = false } = judge(OUTCOME_TABLE, facts);
  return {
    verdict,
    cause,
    withoutEffect,
    code,
    retryAfterMs: verdict === 'deferred' ? retryAfterMs(reply) : undefined,
    items,
    session: sessionOf(envelope),
  };
}

function itemsOf(envelope: WireAnswer | undefined): readonly WireItem[] {
  return Array.isArray(envelope?.result) ? envelope.result.filter(isObject) : [];
}

function sessionOf(envelope: WireAnswer | undefined): string | undefined {
  return typeof envelope?.session === 'string' && envelope.session !== '' ? envelope.session : undefined;
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
  if (itemCodes.some((itemCode) => (itemCode === SUCCESS) !== (code === SUCCESS))) return 'contradictory';
  if (code !== SUCCESS) return undefined;
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
