import { codeText, foldText, judge, namesAnother, readObject, type Flaw, type Reading } from '#protocols';
import { retryAfterMs, type Reply } from '#runtime';
import { OUTCOME_TABLE, SUCCESS, type Service } from './outcome-table.ts';

const INTEGER = /^-?\d+$/;

/** Reads what a push was answered, a MResult; `ours` is the code of the dossier that it was about. Never throws. */
export function readResult(service: Exclude<Service, 'login'>, reply: Reply, ours: string): Reading {
  const envelope = readObject(reply.body);
  const code = codeText(envelope?.['Status']);
  const message = envelope?.['Message'] ?? '';
  const flaw = flawOf(envelope, { code, message, http: reply.http, ours });
  const text = typeof message === 'string' ? foldText(message) : '';
  const {
    verdict,
    cause,
    withoutEffect = false,
  } = judge(OUTCOME_TABLE, {
    ...{ service, http: reply.http, flaw, code, text },
    succeeded: code === SUCCESS,
  });
  return { verdict, cause, withoutEffect, code, retryAfterMs: verdict === 'deferred' ? retryAfterMs(reply) : undefined };
}

interface Suspect {
  readonly code: string | undefined;
  readonly message: unknown;
  readonly http: number;
  readonly ours: string;
}

function flawOf(envelope: Readonly<Record<string, unknown>> | undefined, suspect: Suspect): Flaw | undefined {
  const { code, message, http, ours } = suspect;
  if (envelope === undefined) return 'unreadable';
  if ('access_token' in envelope) return 'stale';
  if (code === undefined || !INTEGER.test(code) || typeof message !== 'string') return 'unreadable';
  if (namesAnother(message, [ours])) return 'stale';
  return http >= 400 && code === SUCCESS ? 'contradictory' : undefined;
}
