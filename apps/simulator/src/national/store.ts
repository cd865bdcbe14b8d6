import { Journal } from '../journal.ts';
import type { Fault } from './faults.ts';

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

/** A dossier as the portal holds it. */
export interface HeldDossier {
  readonly code: string;
  records: Accepted[];
  steps: Accepted[];
}

/** What a test may set. */
export interface Settings {
  readonly lookup: 'steps' | 'dossier' | 'none';
  readonly sessionSeconds: number;
  readonly dedupeTraces: boolean;
  readonly newLoginEndsOld: boolean;
}

export const DEFAULT_SETTINGS: Settings = { lookup: 'steps', sessionSeconds: 600, dedupeTraces: false, newLoginEndsOld: false };

type Entry =
  | {
      readonly kind: 'call';
      readonly codes: readonly string[];
      readonly note: CallNote;
      readonly records?: readonly Accepted[];
      readonly steps?: readonly Accepted[];
    }
  | { readonly kind: 'session'; readonly id: string; readonly at: number; readonly alone: boolean }
  | { readonly kind: 'sessions-lost' }
  | { readonly kind: 'forget'; readonly dossiers: readonly string[]; readonly steps: readonly number[] }
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] }
  | { readonly kind: 'reset' };

const MOST_CALLS_PER_DOSSIER = 500;

/** Everything that the simulated portal remembers, journalled before it is acknowledged. */
export class Store {
  readonly dossiers = new Map<string, HeldDossier>();
  readonly calls = new Map<string, CallNote[]>();
  settings = DEFAULT_SETTINGS;
  faults: readonly Fault[] = [];
  /** What the previous call was, or would have been, answered; undefined before the first. */
  previous: string | undefined;
  /** Changes when everything is forgotten or closed: what was under way then has no place any more. */
  era = 0;
  private readonly sessions = new Map<string, number>();
  private n = 0;
  private readonly journal: Journal<Entry>;

  constructor(folder: string) {
    this.journal = new Journal(folder, 'national.jsonl');
    for (const entry of this.journal.read()) this.apply(entry);
  }

  /** The next running number. */
  next(): number {
    this.n += 1;
    return this.n;
  }

  write(entry: Entry): void {
    this.journal.append(entry);
    this.apply(entry);
  }

  /** Forgets everything, as if newly installed. */
  reset(): void {
    this.journal.clear();
    this.apply({ kind: 'reset' });
  }

  isAlive(session: unknown, now: number): boolean {
    const since = typeof session === 'string' ? this.sessions.get(session) : undefined;
    return since !== undefined && now - since < this.settings.sessionSeconds * 1_000;
  }

  close(): void {
    this.era += 1;
    this.journal.close();
  }

  private apply(entry: Entry): void {
    switch (entry.kind) {
      case 'call':
        this.applyCall(entry);
        break;
      case 'session':
        if (entry.alone) this.sessions.clear();
        this.sessions.set(entry.id, entry.at);
        break;
      case 'sessions-lost':
        this.sessions.clear();
        break;
      case 'forget':
        this.applyForget(entry);
        break;
      case 'settings':
        this.settings = entry.settings;
        break;
      case 'faults':
        this.faults = entry.faults;
        break;
      case 'reset':
        this.applyReset();
    }
  }

  private applyCall({ codes, note, records = [], steps = [] }: Extract<Entry, { kind: 'call' }>): void {
    for (const code of new Set(codes)) {
      const notes = this.calls.get(code) ?? [];
      if (notes.length < MOST_CALLS_PER_DOSSIER) notes.push(note);
      this.calls.set(code, notes);
    }
    for (const accepted of records) this.hold(accepted.item).records.push(accepted);
    for (const accepted of steps) this.hold(accepted.item).steps.push(accepted);
    for (const { n } of [...records, ...steps]) this.n = Math.max(this.n, n);
  }

  private applyForget({ dossiers, steps }: Extract<Entry, { kind: 'forget' }>): void {
    dossiers.forEach((code) => this.dossiers.delete(code));
    const gone = new Set(steps);
    if (gone.size > 0)
      for (const dossier of this.dossiers.values()) dossier.steps = dossier.steps.filter(({ n }) => !gone.has(n));
  }

  private applyReset(): void {
    this.dossiers.clear();
    this.calls.clear();
    this.sessions.clear();
    this.settings = DEFAULT_SETTINGS;
    this.faults = [];
    this.n = 0;
    this.previous = undefined;
    this.era += 1;
  }

  private hold(item: WireItem): HeldDossier {
    const code = textOf(item['MaHoSo']);
    const held = this.dossiers.get(code) ?? { code, records: [], steps: [] };
    this.dossiers.set(code, held);
    return held;
  }
}

/** Today's status: the last record's, or that of a step accepted after it, unless that step is older than a former one. */
export function statusOf({ records, steps }: HeldDossier): string {
  const last = records.at(-1);
  let status = textOf(last?.item['TrangThaiHoSo']);
  let latest = '';
  for (const { n, item } of steps) {
    const at = textOf(item['ThoiDiemXuLy']);
    if (n > (last?.n ?? 0) && at >= latest) status = textOf(item['TrangThai']);
    if (at > latest) latest = at;
  }
  return status;
}

/** What was checked to be text when it was accepted. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
