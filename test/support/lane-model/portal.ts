import type { Status } from '#canonical';
import { unanswered, type Answer, type Call, type Found, type LookupAnswer, type WireItem } from '#protocols';
import { nameOf, type Book, type TrueItem } from './truth.ts';

/**
 * What becomes of a request: taken and answered · taken, the answer lost · taken some seconds later, no answer · lost on its way · told to
 * come later, surely without effect · an error in the answer although it was taken, or was not · refused for its content.
 */
export const WAYS = ['plain', 'answer-lost', 'late', 'lost', 'busy', 'error-taken', 'error-ignored', 'refused'] as const;
export type Way = (typeof WAYS)[number];

/** A request that comes late is taken after that time, well within what the destination is given to settle. */
export const LATE_MS = 4_000;

const STATUS_CODES = new Map<string, Status>([2, 4, 5, 6, 7, 8].map((status) => [String(status), status as Status]));

interface Held {
  readonly entries: TrueItem[];
  readonly steps: WireItem[];
  status: string;
}

/** One portal at one place: strict, and as simple as can be. */
interface Place {
  readonly held: Map<string, Held>;
  late: { readonly at: number; readonly call: Call }[];
}

/** A portal that does to each request what it is told to. */
export class ModelPortal {
  /** Names of the records that it refused, by dossier. */
  readonly refused = new Map<string, Set<string>>();
  private place: Place = { held: new Map(), late: [] };

  constructor(
    private readonly shows: 'steps' | 'dossier' | 'none',
    private readonly now: () => number,
  ) {}

  /** What it holds of a dossier, in the order of arrival. */
  book(code: string): Book {
    return this.place.held.get(code)?.entries ?? [];
  }

  push(call: Call, way: Way): Answer {
    const before = this.judge(call);
    if (way === 'late') this.place.late.push({ at: this.now() + LATE_MS, call });
    if (way === 'plain' || way === 'answer-lost' || way === 'error-taken') take(this.place, call);
    if (way === 'refused') this.noteRefused(call);
    return way === 'plain' ? said(before, `model.${before}`) : failed(way);
  }

  lookUp(code: string, way: Way): LookupAnswer {
    if (way !== 'plain') return { ...failed(way === 'busy' ? 'busy' : 'lost'), found: undefined };
    return { ...said('delivered', 'lookup.read'), found: this.find(code) };
  }

  /** What was on its way has arrived by now. */
  settle(): void {
    const arrived = this.place.late.filter(({ at }) => at <= this.now());
    this.place.late = this.place.late.filter((one) => !arrived.includes(one));
    arrived.forEach(({ call }) => {
      take(this.place, call);
    });
  }

  forget(code: string): void {
    this.place.held.delete(code);
  }

  /** From now on it is another place; what is under way arrives at the former one. */
  move(): void {
    this.place = { held: new Map(), late: [] };
  }

  private find(code: string): Found {
    const held = this.place.held.get(code);
    if (held === undefined) return { kind: 'absent' };
    return { kind: 'present', status: held.status, steps: this.shows === 'steps' ? [...held.steps] : undefined };
  }

  private judge({ kind, items }: Call): 'delivered' | 'exists' | 'not-found' {
    const isThere = this.place.held.has(codeOf(items[0] ?? {}));
    if (kind === 'create') return isThere ? 'exists' : 'delivered';
    return isThere ? 'delivered' : 'not-found';
  }

  private noteRefused({ kind, items }: Call): void {
    if (kind === 'steps') return;
    for (const item of items) {
      const names = this.refused.get(codeOf(item)) ?? new Set();
      this.refused.set(codeOf(item), names.add(nameOf(recordOf(item))));
    }
  }
}

function take(place: Place, { kind, items }: Call): void {
  for (const item of items) {
    const held = place.held.get(codeOf(item));
    if ((held !== undefined) === (kind === 'create')) continue;
    const into = held ?? { entries: [], steps: [], status: '' };
    place.held.set(codeOf(item), into);
    const entry = kind === 'steps' ? stepOf(item) : recordOf(item);
    into.entries.push(entry);
    into.status = String(entry.status);
    if (kind === 'steps') into.steps.push(item);
  }
}

function recordOf(item: WireItem): TrueItem {
  return { kind: 'version', mark: text(item['GhiChu']), status: statusOf(item['TrangThaiHoSo']) };
}

function stepOf(item: WireItem): TrueItem {
  return { kind: 'step', mark: text(item['NoiDungXuLy']), status: statusOf(item['TrangThai']) };
}

function codeOf(item: WireItem): string {
  return text(item['MaHoSo']);
}

function statusOf(value: unknown): Status {
  const status = STATUS_CODES.get(text(value));
  if (status === undefined) throw new Error(`a status that nobody sent: ${text(value)}`);
  return status;
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new Error(`something blank was sent: ${JSON.stringify(value)}`);
  return value;
}

function said(verdict: Answer['verdict'], cause: string): Answer {
  return { ...unanswered(verdict, false, cause), ...times(), http: 200, code: '0' };
}

function failed(way: Exclude<Way, 'plain'>): Answer {
  const at = times();
  if (way === 'busy') return { ...unanswered('deferred', true, 'model.busy'), ...at, http: 429 };
  if (way === 'refused') return { ...said('refused', 'national.refused'), code: '-1' };
  if (way === 'error-taken' || way === 'error-ignored') return said('deferred', 'national.busy');
  return { ...unanswered('unknown', false, 'transport.timeout'), sentAt: at.sentAt };
}

function times(): { sentAt: number; answeredAt: number } {
  return { sentAt: performance.now(), answeredAt: performance.now() };
}
