import type { IncidentToOpen, Settlement } from '#ledger';
import { maskAnswer, type Answer, type DestinationSettings, type OutcomeCatalogue } from '#protocols';

/** Who answered, and what its answers mean. */
interface Speaker {
  readonly destination: DestinationSettings;
  readonly catalogue: OutcomeCatalogue;
}

/** An answer that no line of the outcome tables knows: one task per kind of it for whoever keeps them. Undefined: it is known. */
export function unexplained(
  { service, answer }: { readonly service: string; readonly answer: Answer },
  { destination, catalogue }: Speaker,
): (IncidentToOpen & { readonly kind: 'unexplained' }) | undefined {
  if (answer.verdict !== 'unknown' || !catalogue.isUnexplained(answer.cause)) return undefined;
  const { http, code } = answer;
  const fingerprint = ['unexplained', destination.id, service, String(http ?? ''), shortCode(code)].join('|');
  const sample = maskAnswer(answer.body ?? '');
  return { fingerprint, kind: 'unexplained', mustAct: catalogue.mustAct(answer.cause), sample };
}

/** Adds the task to what settles the turn in which it was answered. */
export function noteUnexplained(
  settlement: Settlement,
  answered: { readonly service: string; readonly answer: Answer },
  road: Speaker & { readonly maintenance: { readonly isOn: boolean } },
): Settlement {
  // A portal that is being worked on says all kinds of things.
  const incident = road.maintenance.isOn ? undefined : unexplained(answered, road);
  return incident === undefined ? settlement : { ...settlement, incidents: [...settlement.incidents, incident] };
}

/** A code of the partner as far as it is one: anything else may be a text, and make a task of its own each time. */
function shortCode(code: string | undefined): string {
  return code !== undefined && /^[A-Za-z0-9_.-]{1,12}$/.test(code) ? code : '';
}
