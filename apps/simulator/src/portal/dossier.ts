/** An item in the wire's own shape. */
export type WireItem = Readonly<Record<string, unknown>>;
export type CallOutcome = 'accepted' | 'refused' | 'exists' | 'not-found' | 'session' | 'fault';

/** Something accepted: `n` is the portal's own running number over records and steps. */
export interface Accepted {
  readonly at: string;
  readonly n: number;
  readonly item: WireItem;
}

/** One exchange about a dossier. */
export interface CallNote {
  readonly service: string;
  readonly isUpdating: string | null;
  readonly at: string;
  readonly outcome: CallOutcome;
}

/** A dossier as a portal holds it. */
export interface HeldDossier {
  readonly code: string;
  records: Accepted[];
  steps: Accepted[];
}
