import type { ClaimedLane, IncidentToOpen, PendingStep, Settlement } from '#ledger';
import { moveOnly } from './calls.ts';

/** A step whose record was cancelled waits; a newer version of the dossier lets it go on. */
export function waitForRecord(lane: ClaimedLane, { seq }: PendingStep): Settlement {
  const incident: IncidentToOpen = { fingerprint: `recordless|${lane.destination}`, kind: 'recordless', mustAct: 'commune' };
  return moveOnly(lane, { kind: 'held', seq }, { cause: incident.fingerprint, incidents: [incident], failures: 0 });
}
