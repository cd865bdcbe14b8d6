import type { MustAct } from '#canonical';

/** Whose system the gateway is compared with. */
export const TIERS = ['commune', 'province', 'national'] as const;
export type Tier = (typeof TIERS)[number];

/**
 * In what two sides differ. `missing-there`: the other side does not have it · `missing-here`: the gateway does not · `field`, `steps`: both
 * have it, not alike · `codes`: the other side has what it was sent, and the code tables of today would send something else.
 */
export const DISCREPANCY_KINDS = ['missing-there', 'missing-here', 'field', 'steps', 'codes'] as const;
export type DiscrepancyKind = (typeof DISCREPANCY_KINDS)[number];

/**
 * How it is mended. `converge`, `reassert`, `renew`: the lane sends what is missing, the last record once more, everything anew · `resend`: the
 * commune is asked · `task`: a person has to decide, `cause` says why.
 */
export type Heal = 'converge' | 'reassert' | 'renew' | 'resend' | 'task';

/** A side: the system of a client, or a destination. */
export interface Side {
  /** `client:<code>` or the id of the destination. */
  readonly name: string;
  readonly tier: Tier;
}

/** A difference in one dossier. `field`: a member of the wire or of the manifest, `steps.missing` and the like, or `dossier`. */
export interface Finding {
  readonly kind: DiscrepancyKind;
  readonly field: string;
}

/** How a finding is to be mended, and by whom. */
export interface Treatment {
  readonly heal: Heal;
  readonly cause: string;
  readonly mustAct: MustAct;
}

/** Fields of findings that are about steps. */
export const STEPS = {
  /** The other side has fewer. */
  missing: 'steps.missing',
  /** The other side has one twice, or more than we know. */
  more: 'steps.more',
  order: 'steps.order',
} as const;

export const WHOLE = 'dossier';

/** The side of a commune's system. */
export function sideOfClient(code: string): Side {
  return { name: `client:${code}`, tier: 'commune' };
}

/** The tier of a destination: the one that is called national, or a province's. */
export function tierOf(destination: string): Tier {
  return destination === 'national' ? 'national' : 'province';
}

const SAFE = {
  commune: (cause: string): Treatment => ({ heal: 'resend', cause, mustAct: 'commune' }),
  destination: (heal: Heal, cause: string): Treatment => ({ heal, cause, mustAct: 'nobody' }),
} as const;

/** What is done about a finding: what is safe by itself, and a task with its reason where it is not. */
export function treatmentOf({ tier }: Side, { kind, field }: Finding): Treatment {
  return tier === 'commune' ? treatAtCommune(kind, field) : treatAtDestination(tier, kind, field);
}

function treatAtCommune(kind: DiscrepancyKind, field: string): Treatment {
  const task = (cause: string): Treatment => ({ heal: 'task', cause, mustAct: 'commune' });
  if (kind === 'missing-there') return task('commune.lacks');
  if (kind === 'missing-here') return SAFE.commune('gateway.lacks');
  if (field === STEPS.missing) return task('commune.lacks-steps');
  if (field === STEPS.order) return task('steps.disordered');
  return SAFE.commune(kind === 'steps' ? 'gateway.lacks-steps' : 'content.differs');
}

function treatAtDestination(tier: Tier, kind: DiscrepancyKind, field: string): Treatment {
  const task = (cause: string): Treatment => ({ heal: 'task', cause, mustAct: 'province' });
  if (kind === 'missing-here') return task('destination.foreign');
  if (kind === 'codes') return task('codes.changed');
  if (kind === 'missing-there') return SAFE.destination(tier === 'national' ? 'converge' : 'renew', 'destination.lacks');
  if (field === STEPS.more) return task('steps.more');
  if (field === STEPS.order) return task('steps.disordered');
  // A record that is the same need not be sent to be compared: only one that goes once more sets the status right.
  if (kind === 'field')
    return SAFE.destination(tier === 'national' && field !== 'status' ? 'converge' : 'reassert', 'content.differs');
  // Who says by a manifest alone that steps are missing does not say which: sending them all might double the others.
  return tier === 'national' ? SAFE.destination('converge', 'destination.lacks-steps') : task('steps.unknown-which');
}

/** What the gateway would be asked to send again, of a commune. */
export function wantOf({ kind, field }: Finding): 'dossier' | 'steps' | 'both' {
  if (kind === 'missing-here' || field === 'p1') return 'both';
  return kind === 'steps' ? 'steps' : 'dossier';
}

/** The cause of an incident: never a dossier. */
export function fingerprintOf({ name }: Side, { kind, field }: Finding, { heal, cause }: Treatment): string {
  return `discrepancy|${name}|${kind}|${field}${heal === 'task' ? `|${cause}` : ''}`;
}
