import type { OutcomeEntry, ResendEntry, StatusEntry } from '#ledger';
import { codeOf, sayOutcome } from '#sheets';
import { reasonOf } from './resend.codes.ts';

/** A change of status as the feed shows it. Its position stays inside the cursor. */
export function showStatusChange(entry: StatusEntry): object {
  const { id, dossierCode, seq, origin, status, occurredAt, acceptedAt, content, officer } = entry;
  return { id, dossierCode, seq, origin, status, occurredAt, acceptedAt, content, officer };
}

/** An outcome as the feed shows it. */
export function showOutcome(entry: OutcomeEntry): object {
  const { id, dossierCode, itemId, seq, kind, destination, state, mustAct, at } = entry;
  const code = codeOf(entry);
  return { id, dossierCode, itemId, seq, kind, destination, state, code, mustAct, message: sayOutcome(code), at };
}

/** A request to send something again; `dossierCode` null = everything since then. */
export function showResendRequest({ id, dossierCode, want, cause, since }: ResendEntry): object {
  return { id, dossierCode, want, reason: reasonOf(cause, dossierCode === null), since };
}
