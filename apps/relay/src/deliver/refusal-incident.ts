import type { ClaimedLane, IncidentToOpen, RefusalFacts } from '#ledger';

const INTEGER = /^-?\d{1,9}$/;
const NONE = '-';

/**
 * The incident of a refusal. All lanes that are refused for the same thing share it: the destination, the service, the cause, the
 * partner's code where it is a number (anything else might be a text), and the field of ours that its answer names.
 */
export function refusalIncident(
  { destination }: Pick<ClaimedLane, 'destination'>,
  { service, cause, code, field }: Pick<RefusalFacts, 'service' | 'cause'> & Partial<RefusalFacts>,
  mustAct: IncidentToOpen['mustAct'],
): IncidentToOpen {
  const number = code !== undefined && INTEGER.test(code) ? code : undefined;
  const fingerprint = ['refused', destination, service, cause, number ?? NONE, field ?? NONE].join('|');
  return { fingerprint, kind: 'refused', mustAct, refusal: { service, cause, code: number, field } };
}
