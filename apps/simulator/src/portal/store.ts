import type { Accepted, CallNote, HeldDossier, WireItem } from './dossier.ts';
import type { Fault } from './faults.ts';
import { Journal } from './journal.ts';
import type { Answer } from './reply.ts';
import type { Settings } from './settings.ts';
import { statusOf } from './status.ts';
import type { Traits } from './traits.ts';

type Entry<S extends Settings> =
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
  | { readonly kind: 'settings'; readonly settings: S }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] }
  | { readonly kind: 'reset' };

const MOST_CALLS_PER_DOSSIER = 500;

/** Everything that a simulated portal remembers, journalled before it is acknowledged. */
export class Store<S extends Settings = Settings> {
  readonly dossiers = new Map<string, HeldDossier>();
  readonly calls = new Map<string, CallNote[]>();
  /** Requests by service since the portal was started or emptied, whatever became of them. */
  readonly requests = new Map<string, number>();
  settings: S;
  faults: readonly Fault[] = [];
  /** What the previous call was, or would have been, answered; undefined before the first. */
  previous: Answer | undefined;
  /** Changes when everything is forgotten or closed: what was under way then has no place any more. */
  era = 0;
  private readonly sessions = new Map<string, number>();
  private n = 0;
  private readonly journal: Journal<Entry<S>>;

  constructor(
    folder: string,
    readonly traits: Traits<S>,
  ) {
    this.settings = traits.defaults;
    this.journal = new Journal(folder, `${traits.name}.jsonl`);
    for (const entry of this.journal.read()) this.apply(entry);
  }

  /** Gives items that are to be accepted their running numbers. */
  number(items: readonly WireItem[], now: number): Accepted[] {
    const at = new Date(now).toISOString();
    return items.map((item) => ({ at, n: (this.n += 1), item }));
  }

  /** The status of a dossier as the portal shows it. */
  statusOf(held: HeldDossier): string {
    return statusOf(held, this.traits.status);
  }

  /** Notes that somebody asks for a service, before anything comes of it. */
  count(service: string): void {
    this.requests.set(service, (this.requests.get(service) ?? 0) + 1);
  }

  write(entry: Entry<S>): void {
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

  private apply(entry: Entry<S>): void {
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
        // A journal of an older version lacks the settings that came later.
        this.settings = { ...this.traits.defaults, ...entry.settings };
        break;
      case 'faults':
        this.faults = entry.faults;
        break;
      case 'reset':
        this.applyReset();
    }
  }

  private applyCall({ codes, note, records = [], steps = [] }: Extract<Entry<S>, { kind: 'call' }>): void {
    for (const code of new Set(codes)) {
      const notes = this.calls.get(code) ?? [];
      if (notes.length < MOST_CALLS_PER_DOSSIER) notes.push(note);
      this.calls.set(code, notes);
    }
    for (const accepted of records) this.hold(accepted.item).records.push(accepted);
    for (const accepted of steps) this.hold(accepted.item).steps.push(accepted);
    for (const { n } of [...records, ...steps]) this.n = Math.max(this.n, n);
  }

  private applyForget({ dossiers, steps }: Extract<Entry<S>, { kind: 'forget' }>): void {
    dossiers.forEach((code) => this.dossiers.delete(code));
    const gone = new Set(steps);
    if (gone.size > 0)
      for (const dossier of this.dossiers.values()) dossier.steps = dossier.steps.filter(({ n }) => !gone.has(n));
  }

  private applyReset(): void {
    this.dossiers.clear();
    this.calls.clear();
    this.requests.clear();
    this.sessions.clear();
    this.settings = this.traits.defaults;
    this.faults = [];
    this.n = 0;
    this.previous = undefined;
    this.era += 1;
  }

  private hold(item: WireItem): HeldDossier {
    const code = this.traits.codeOf(item);
    const held = this.dossiers.get(code) ?? { code, records: [], steps: [] };
    this.dossiers.set(code, held);
    return held;
  }
}
