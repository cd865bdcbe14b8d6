import type { Status } from '#canonical';

/** An item as its portal must come to hold it. A record is known by its mark and status, a step by its mark. */
export interface TrueItem {
  readonly kind: 'version' | 'step';
  readonly mark: string;
  readonly status: Status;
}

/** What a portal took, in the order in which it took it. */
export type Book = readonly TrueItem[];

/** What a portal may hold otherwise than the truth says, and rightly. */
export interface Excuses {
  /** Marks of steps that may be there twice, because they are flagged so. */
  readonly flagged: ReadonlySet<string>;
  /** Records that the portal refused; later ones stand for them. */
  readonly refused: ReadonlySet<string>;
  /** Marks of steps that were corrected after all: one that is flagged may have got there before it was refused. */
  readonly corrected: ReadonlySet<string>;
}

/**
 * What a commune sent of one dossier, computed from that alone: every version and step in its order, and after a step the version that
 * it makes where it changes the status. Marks tell items apart; nothing else of their content matters here.
 */
export class Truth {
  readonly items: TrueItem[] = [];
  readonly corrected = new Set<string>();
  private head: TrueItem | undefined;

  takeVersion(mark: string, status: Status): void {
    this.head = { kind: 'version', mark, status };
    this.items.push(this.head);
  }

  /** `isLate`: older than the last step, so that the status stays. */
  takeStep(mark: string, status: Status, isLate: boolean): void {
    this.items.push({ kind: 'step', mark, status });
    this.follow(status, isLate);
  }

  /** A correction takes the place of the step that it corrects, and sets the status anew if that step was the last one. */
  correct(former: string, mark: string, isLate: boolean): void {
    const at = this.items.findIndex(({ kind, mark: known }) => kind === 'step' && known === former);
    const step = this.items[at];
    if (step === undefined) throw new Error(`no step ${former}`);
    this.items[at] = { ...step, mark };
    this.corrected.add(former);
    this.follow(step.status, isLate);
  }

  private follow(status: Status, isLate: boolean): void {
    if (this.head === undefined) throw new Error('a step before its dossier');
    if (!isLate && this.head.status !== status) this.takeVersion(this.head.mark, status);
  }
}

/** Names a record or a step among those of its dossier. */
export function nameOf({ kind, mark, status }: TrueItem): string {
  return kind === 'step' ? mark : `${mark}/${String(status)}`;
}

/** In which way a portal does not hold what it must: nothing lost, nothing doubled unflagged, nothing out of order. */
export function breachesOf(truth: readonly TrueItem[], book: Book, excuses: Excuses): string[] {
  const reading = new Reading(truth, excuses);
  const breaches = book.flatMap((item) => reading.take(item));
  return [...breaches, ...reading.lost()];
}

/** Reads a book from its beginning, beside the truth. */
class Reading {
  private readonly seen = new Set<number>();
  private last = -1;
  private lastRecord = -1;

  constructor(
    private readonly truth: readonly TrueItem[],
    private readonly excuses: Excuses,
  ) {}

  /** Whatever comes for the first time comes after all before it; a record that comes again is not older than the last one. */
  take(item: TrueItem): string[] {
    const name = nameOf(item);
    const place = this.placeOf(item);
    if (place === -1 && this.isFormer(item)) return [];
    if (place === -1) return [`${name} is nothing that was to be sent`];
    const isAgain = this.seen.has(place);
    const isOld = isAgain ? item.kind === 'version' && place < this.lastRecord : place < this.last;
    const isDoubled = isAgain && item.kind === 'step' && !this.excuses.flagged.has(name);
    const isOpening = this.isOpening(item, place);
    this.seen.add(place);
    if (!isOpening) this.last = Math.max(this.last, place);
    if (item.kind === 'version') this.lastRecord = Math.max(this.lastRecord, place);
    return [...(isOld ? [`${name} is out of order`] : []), ...(isDoubled ? [`${name} is doubled and not flagged`] : [])];
  }

  lost(): string[] {
    return this.truth.flatMap((item, place) => (this.seen.has(place) || this.mayLack(place) ? [] : [`${nameOf(item)} is lost`]));
  }

  /** A dossier may come to look as it did before: what stands next in the truth comes first, then what was there already. */
  private placeOf(item: TrueItem): number {
    const places = [...this.truth.keys()].filter((place) => nameOf(this.at(place)) === nameOf(item));
    const next = places.find((place) => place > this.last);
    const isNext = next !== undefined && this.between(next).every((place) => this.mayLack(place));
    return (isNext ? next : undefined) ?? places.findLast((place) => place <= this.last) ?? next ?? -1;
  }

  /** Where the first records were refused, a later one opens the dossier, and the steps that came in between follow it. */
  private isOpening({ kind }: TrueItem, place: number): boolean {
    const records = this.between(place).filter((before) => this.at(before).kind === 'version');
    return this.seen.size === 0 && kind === 'version' && records.every((before) => this.mayLack(before));
  }

  private isFormer({ kind, mark }: TrueItem): boolean {
    return kind === 'step' && this.excuses.corrected.has(mark) && this.excuses.flagged.has(mark);
  }

  private between(place: number): number[] {
    return [...this.truth.keys()].slice(this.last + 1, place);
  }

  /** A later version of the same status stands for it, or the portal refused it. */
  private mayLack(place: number): boolean {
    const item = this.at(place);
    if (item.kind === 'step') return false;
    // Between the two there may be records that the portal refused: it never took their status.
    const isSame = (later: TrueItem): boolean => later.kind === 'version' && later.status === item.status;
    const next = this.truth.slice(place + 1).find((later) => isSame(later) || !this.isRefused(later));
    return (next !== undefined && isSame(next)) || this.isRefused(item);
  }

  private isRefused(item: TrueItem): boolean {
    return item.kind === 'version' && this.excuses.refused.has(nameOf(item));
  }

  private at(place: number): TrueItem {
    const item = this.truth[place];
    if (item === undefined) throw new Error(`no item ${String(place)}`);
    return item;
  }
}
