import type { NativeDossier } from './full-dossier.ts';
import { recordOnWire } from './national-form.ts';
import type { NativeStep, Script } from './script.ts';
import type { PortalName } from './simulated-portal.ts';
import { WIRE_FORMS, type WireForm } from './wire-forms.ts';

/** An item that must reach a portal, as it must look there. `mayBeSkipped`: a later version may stand in its place. */
export interface TrueItem {
  readonly kind: 'version' | 'step';
  readonly status: number;
  readonly wire: string;
  readonly mayBeSkipped: boolean;
}

/** Score-deciding fields keep their last value when a later version leaves them out. */
const KEPT = [
  ...(['receivedAt', 'dueAt', 'finishedAt', 'channel', 'paidOnline', 'digitised', 'vneidVerified'] as const),
  ...(['consultedDatabases', 'fees', 'papers', 'results', 'supplements'] as const),
] as const;

const FILLED: Readonly<Record<number, 'finishedAt' | 'returnedAt' | 'refusedAt'>> = {
  3: 'refusedAt',
  9: 'finishedAt',
  10: 'returnedAt',
};

/**
 * What must reach a portal of one dossier: every submission in its order, and right after a step the version that it makes.
 * Computed from what the communes send alone; nothing of the gateway is asked.
 */
export function truthOf({ submissions }: Script, portal: PortalName = 'national'): TrueItem[] {
  const state = new State(WIRE_FORMS[portal]);
  for (const submission of submissions) {
    if (submission.kind === 'dossier') state.takeVersion(submission.body);
    else state.takeStep(submission.body);
  }
  return state.items.map((item, index) => {
    const next = state.items[index + 1];
    return { ...item, mayBeSkipped: item.kind === 'version' && next?.kind === 'version' && next.status === item.status };
  });
}

class State {
  readonly items: Omit<TrueItem, 'mayBeSkipped'>[] = [];
  private head: NativeDossier | undefined;
  private readonly filled = new Set<'finishedAt' | 'returnedAt' | 'refusedAt'>();
  private lastStepAt = -Infinity;

  constructor(private readonly form: WireForm) {}

  takeVersion(sent: NativeDossier): void {
    const kept = Object.fromEntries(
      [...KEPT, ...this.filled].flatMap((field) => (this.head?.[field] === undefined ? [] : [[field, this.head[field]]])),
    );
    for (const field of [...this.filled]) if (sent[field] !== undefined) this.filled.delete(field);
    this.become({ ...kept, ...sent });
  }

  takeStep(step: NativeStep): void {
    if (this.head === undefined) throw new Error('a step before its dossier');
    this.items.push({ kind: 'step', status: step.status, wire: wireText(this.form.step(step)) });
    const at = Date.parse(step.occurredAt);
    const isLate = at < this.lastStepAt;
    this.lastStepAt = Math.max(at, this.lastStepAt);
    const field = FILLED[step.status];
    const fills = field !== undefined && this.head[field] === undefined;
    if (fills) this.filled.add(field);
    this.become({
      ...this.head,
      status: isLate ? this.head.status : step.status,
      ...(fills ? { [field]: step.occurredAt } : {}),
    });
  }

  private become(dossier: NativeDossier): void {
    // The national wire holds all that a dossier says: what differs nowhere there is no new version, wherever it goes.
    if (this.head !== undefined && wireText(recordOnWire(dossier)) === wireText(recordOnWire(this.head))) return;
    this.head = dossier;
    this.items.push({ kind: 'version', status: dossier.status, wire: wireText(this.form.record(dossier)) });
  }
}

/** One text for a wire item, whatever the order of its members; papers that were only taken out again do not count. */
export function wireText(item: unknown): string {
  return JSON.stringify(item, (key, value: unknown) => {
    if (key === 'TaiLieuNop') return (value as { IsDeleted: string }[]).filter(({ IsDeleted }) => IsDeleted !== 'True');
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
