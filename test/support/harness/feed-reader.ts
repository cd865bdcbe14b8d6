import { sleep } from '#runtime';
import { Chance } from './chance.ts';
import type { Cluster, Commune } from './cluster.ts';
import { askDoor, type DoorAnswer } from './door-client.ts';

/** An entry of the status feed, as far as it is compared. */
export interface SeenChange {
  readonly id: string;
  readonly dossierCode: string;
  readonly seq: number;
  readonly officer: string | null;
}

interface PageBody {
  readonly items: readonly SeenChange[];
  readonly next: string;
  readonly hasMore: boolean;
}

interface GrownBody {
  readonly code: string;
  readonly next: string;
  readonly backfill: readonly { readonly unit: string; readonly validTo: string | null; readonly cursor: string }[];
}

const RESTARTS = 0.1;
const MOST_PAUSE_MS = 60;

/**
 * A commune system that reads the status feed: pages of any size from any door, pauses, and crashes between reading a page and keeping
 * its cursor. What it kept is what it has seen.
 */
export class FeedReader {
  /** What each walk saw: the first is the main one, one more for every added unit. */
  readonly walks: SeenChange[][] = [[]];
  /** Whatever the door ever said, also what was thrown away, with the units that were in scope then. */
  readonly heard: { readonly text: string; readonly units: readonly string[] }[] = [];
  /** Units of today by which the scope grew; those that were merged into them come along. */
  readonly grownBy: string[] = [];
  restarts = 0;
  private readonly chance: Chance;
  private units: string[];

  constructor(
    private readonly cluster: Cluster,
    private readonly commune: Commune,
    seed: number,
  ) {
    this.chance = new Chance(seed * 1_000 + 500 + commune.index);
    this.units = [commune.unit];
  }

  /** To be called before the scope grows in the gateway. */
  mayAlsoSee(unit: string): void {
    this.units = [...this.units, unit];
  }

  /** Reads until there is nothing more and `isOver` says that nothing more will come; then every added unit from its beginning. */
  async read(isOver: () => boolean): Promise<void> {
    let cursor: string | undefined;
    const backfills: string[] = [];
    for (;;) {
      const wasOver = isOver();
      const answer = await this.ask(cursor);
      if (answer === undefined || this.crashes()) continue;
      if (answer.status === 410) {
        const { code, next, backfill } = answer.body as GrownBody;
        if (code !== 'cursor.scope-grown') throw new Error(JSON.stringify(answer));
        this.grownBy.push(...backfill.filter(({ validTo }) => validTo === null).map(({ unit }) => unit));
        backfills.push(...backfill.map((one) => one.cursor));
        cursor = next;
        continue;
      }
      const page = pageOf(answer);
      this.walks[0]?.push(...page.items);
      cursor = page.next;
      if (wasOver && !page.hasMore && page.items.length === 0) break;
    }
    for (const backfill of backfills) await this.walkBackfill(backfill);
  }

  private async walkBackfill(from: string): Promise<void> {
    const seen: SeenChange[] = [];
    this.walks.push(seen);
    for (let cursor = from; ;) {
      const answer = await this.ask(cursor);
      if (answer === undefined || this.crashes()) continue;
      const page = pageOf(answer);
      seen.push(...page.items);
      cursor = page.next;
      if (!page.hasMore) return;
    }
  }

  private async ask(cursor: string | undefined): Promise<DoorAnswer | undefined> {
    await sleep(this.chance.below(MOST_PAUSE_MS));
    const query = `limit=${String(1 + this.chance.below(200))}${cursor === undefined ? '' : `&after=${cursor}`}`;
    const url = `${this.chance.pick(this.cluster.doorUrls)}/v1/status-changes?${query}`;
    const { units } = this;
    const answer = await askDoor(url, { method: 'GET', apiKey: this.commune.apiKey }).catch(() => undefined);
    if (answer !== undefined) this.heard.push({ text: JSON.stringify(answer.body), units });
    return answer;
  }

  private crashes(): boolean {
    if (!this.chance.hits(RESTARTS)) return false;
    this.restarts += 1;
    return true;
  }
}

function pageOf(answer: DoorAnswer): PageBody {
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  return answer.body as PageBody;
}
