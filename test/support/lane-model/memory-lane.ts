import type { Dossier, Status, Step } from '#canonical';
import { ABSENT, plan, planUndecided, type Capabilities, type PendingItem, type Plan } from '#ledger';
import type { Answer, PushKind, WireItem } from '#protocols';
import type { ModelPortal, Way } from './portal.ts';
import { LATE_MS } from './portal.ts';
import { Truth } from './truth.ts';

interface MemoryItem {
  readonly kind: 'version' | 'step';
  readonly seq: number;
  readonly mark: string;
  readonly status: Status;
  state: 'pending' | 'delivered' | 'superseded' | 'refused';
  sent: number;
  doubt: boolean;
  possiblyTwice: boolean;
}

type Push = Extract<Plan, { kind: 'create' | 'update' | 'reassert' | 'steps' }>;

const CODE = 'H56.14797-261123-00001';

/**
 * The lane of one dossier, all of it in memory: what the ledger keeps of it and what relays make of answers, said as simply as can be, around
 * the real planner. One turn is one call.
 */
export class MemoryLane {
  readonly truth = new Truth();
  isBlocked = false;
  epochs = 1;
  private readonly items: MemoryItem[] = [];
  private present = false;
  private adopt = false;
  private moved = false;
  private reassert = false;
  private acked: MemoryItem | undefined;
  private cause: string | undefined;

  constructor(
    private readonly can: Capabilities,
    private readonly portal: ModelPortal,
    private readonly time: { ms: number },
  ) {
    this.acceptVersion(2);
  }

  acceptVersion(status: Status): void {
    const mark = `v${String(this.items.length)}`;
    this.truth.takeVersion(mark, status);
    this.release();
    this.add('version', mark, status);
  }

  acceptStep(status: Status): void {
    const mark = `s${String(this.items.length)}`;
    const before = this.truth.items.length;
    this.truth.takeStep(mark, status, false);
    this.add('step', mark, status);
    const made = this.truth.items[before + 1];
    if (made !== undefined) this.add('version', made.mark, made.status);
  }

  /** Somebody who had lost the lane comes to settle it. */
  loseHolder(): void {
    this.reassert = true;
  }

  forget(): void {
    this.portal.forget(CODE);
  }

  move(): void {
    this.portal.move();
    this.moved = true;
  }

  get flagged(): Set<string> {
    return new Set(this.items.filter(({ possiblyTwice }) => possiblyTwice).map(({ mark }) => mark));
  }

  get book(): ReturnType<ModelPortal['book']> {
    return this.portal.book(CODE);
  }

  get refused(): Set<string> {
    return this.portal.refused.get(CODE) ?? new Set();
  }

  /** Whether anything is left to do. */
  get isDue(): boolean {
    return !this.isBlocked && (this.adopt || this.reassert || this.pending().length > 0);
  }

  /** Plans the next call and makes it; `settles`: whether who made it lives to note what came of it. */
  turn(way: Way, settles: boolean): void {
    if (!this.isDue) return;
    const next = plan(this.planned(), this.can);
    switch (next.kind) {
      case 'nothing':
        this.reassert = false;
        return;
      case 'new-epoch':
        this.openEpoch(this.can.lookup !== 'none');
        return;
      case 'lookup':
        if (way === 'plain' && settles) this.lookUp(next.reason);
        return;
      case 'undecidable':
      case 'recordless':
      case 'cut-over':
      case 'compare':
        throw new Error(`nothing here leads to ${next.kind}`);
      default:
        this.push(next, way, settles);
    }
  }

  private add(kind: MemoryItem['kind'], mark: string, status: Status): void {
    const seq = this.items.length + 1;
    this.items.push({ kind, seq, mark, status, state: 'pending', sent: 0, doubt: false, possiblyTwice: false });
  }

  /** A newer version stands for one that was refused. */
  private release(): void {
    this.isBlocked = false;
    for (const item of this.items) if (item.state === 'refused') item.state = 'superseded';
  }

  private planned(): Parameters<typeof plan>[0] {
    const { present, adopt, moved, reassert, cause } = this;
    const acked = this.acked && { seq: this.acked.seq, dossier: {} as Dossier };
    return { present, adopt, moved, inShadow: false, unsure: undefined, reassert, acked, cause, pending: this.pending() };
  }

  private pending(): PendingItem[] {
    return this.items
      .filter(({ state }) => state === 'pending')
      .map(({ kind, seq, status, sent, doubt, possiblyTwice }) =>
        kind === 'version'
          ? { kind, seq, status, sent, doubt, dossier: {} as Dossier }
          : { kind, seq, status, sent, doubt, possiblyTwice, step: {} as Step },
      );
  }

  private lookUp(reason: 'adopt' | 'doubt'): void {
    const { found } = this.portal.lookUp(CODE, 'plain');
    if (found === undefined) throw new Error('a look-up without an answer');
    if (found.kind === 'absent') {
      if (reason === 'doubt' || this.present) this.openEpoch(false);
      else [this.adopt, this.present] = [false, false];
      this.cause = ABSENT;
      return;
    }
    this.cause = undefined;
    if (reason === 'adopt') [this.adopt, this.present] = [false, true];
    else if (found.steps === undefined) {
      this.goOnUndecided();
      return;
    }
    this.compare(
      (found.steps ?? []).map((step) => String(step['NoiDungXuLy'])),
      reason,
    );
  }

  private goOnUndecided(): void {
    const [first] = this.pending();
    if (first?.kind !== 'step') throw new Error('nothing is in doubt');
    const next = planUndecided(first, this.can);
    if (next.kind === 'steps') this.push(next, 'plain', true);
  }

  /** What is shown has arrived; what is in doubt and is not shown has not. */
  private compare(shown: readonly string[], reason: 'adopt' | 'doubt'): void {
    for (const item of this.items) {
      if (item.kind !== 'step' || item.state !== 'pending' || (reason === 'doubt' && !item.doubt)) continue;
      item.doubt = false;
      if (shown.includes(item.mark)) item.state = 'delivered';
    }
  }

  private push(next: Push, way: Way, settles: boolean): void {
    const going = this.goingIn(next);
    for (const item of going) {
      item.sent += 1;
      item.possiblyTwice ||= next.kind === 'steps' && next.possiblyTwice;
    }
    if ('superseded' in next) for (const seq of next.superseded) this.item(seq).state = 'superseded';
    const kind: PushKind = next.kind === 'reassert' ? 'update' : next.kind;
    const carried = next.kind === 'reassert' && this.acked !== undefined ? [this.acked] : going;
    const answer = this.portal.push({ kind, items: carried.map(onWire) }, way);
    if (settles) this.settle(next, going, answer);
    else for (const item of going) item.doubt = item.kind === 'step';
    // Whoever cannot know waits until the portal has settled.
    this.time.ms += LATE_MS;
    this.portal.settle();
  }

  private goingIn(next: Push): MemoryItem[] {
    if (next.kind === 'reassert') return [];
    return (next.kind === 'steps' ? next.steps : [next.version]).map(({ seq }) => this.item(seq));
  }

  private settle(next: Push, going: readonly MemoryItem[], answer: Answer): void {
    this.cause = answer.cause;
    if (answer.verdict === 'delivered') {
      this.deliver(next, going);
      return;
    }
    if (answer.verdict === 'not-found') {
      this.openEpoch(false);
      return;
    }
    if (answer.verdict === 'exists') [this.present, this.adopt] = [true, this.can.lookup === 'steps'];
    for (const item of going) if (item.kind === 'step') this.doubt(item, answer);
    const [only, ...others] = going;
    if (answer.verdict !== 'refused' || only === undefined || others.length > 0 || only.kind === 'step') return;
    [only.state, this.isBlocked] = ['refused', true];
  }

  private deliver(next: Push, going: readonly MemoryItem[]): void {
    for (const item of going) [item.state, item.doubt] = ['delivered', false];
    this.cause = undefined;
    if (next.kind === 'steps') return;
    [this.present, this.reassert] = [true, false];
    // What was said to be gone may have been there all along.
    if (next.kind === 'create' && this.epochs > 1 && this.can.lookup === 'steps') this.adopt = true;
    this.acked = going[0] ?? this.acked;
  }

  private doubt(item: MemoryItem, { withoutEffect, verdict }: Answer): void {
    if (this.can.lookup === 'steps') item.doubt = true;
    else if (verdict === 'unknown') item.doubt = true;
    else if (!withoutEffect) item.possiblyTwice = true;
  }

  private openEpoch(adopt: boolean): void {
    for (const item of this.items)
      if (item.state === 'pending' || item.state === 'delivered') [item.state, item.doubt, item.sent] = ['pending', false, 0];
    [this.present, this.adopt, this.moved, this.reassert] = [false, adopt, false, false];
    [this.acked, this.cause] = [undefined, undefined];
    this.epochs += 1;
  }

  private item(seq: number): MemoryItem {
    const item = this.items[seq - 1];
    if (item === undefined) throw new Error(`no item ${String(seq)}`);
    return item;
  }
}

function onWire({ kind, mark, status }: MemoryItem): WireItem {
  return kind === 'step'
    ? { MaHoSo: CODE, NoiDungXuLy: mark, TrangThai: String(status) }
    : { MaHoSo: CODE, GhiChu: mark, TrangThaiHoSo: String(status) };
}
