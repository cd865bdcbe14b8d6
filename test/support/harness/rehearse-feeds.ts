import pg from 'pg';
import { sleep } from '#runtime';
import type { Cluster, Commune } from './cluster.ts';
import { FeedReader, type SeenChange } from './feed-reader.ts';
import { crossedCode, FeedWriter, officerOf } from './feed-writer.ts';
import { readLedger } from './ledger-eye.ts';

/** What a rehearsal of the feeds is made of. */
export interface FeedRehearsal {
  /** Changes of status that all writers make together, at least. */
  readonly changes: number;
  /** How often, at most, a transaction is held open. */
  readonly holds: number;
  readonly seed: number;
}

/** What came of it. `wrong` says what should not be. */
export interface FeedFindings {
  readonly changes: number;
  readonly seen: number;
  readonly pages: number;
  readonly restarts: number;
  /** Transactions that stood open for two seconds between their dossiers and their positions. */
  readonly heldOpen: number;
  readonly backfilled: number;
  readonly seconds: number;
  readonly wrong: readonly string[];
}

const WRITERS = 8;
const HELD_OPEN_MS = 2_000;
const REST_MS = 1_000;

/**
 * Eight writers and as many readers as there are communes, all at once: a door stands still inside a transaction again and again, two
 * writers touch the same two dossiers in opposite order, and one commune is given another's unit on the way. Every reader must have
 * seen every change of its units exactly once and in the order of its dossier, and no byte of anybody else.
 */
export async function rehearseFeeds(cluster: Cluster, { changes, holds, seed }: FeedRehearsal): Promise<FeedFindings> {
  const since = performance.now();
  const writers = makeWriters(cluster, seed);
  const readers = cluster.communes.map((commune) => new FeedReader(cluster, commune, seed));
  await Promise.all(writers.map((writer) => writer.begin()));
  let isOver = false;
  const reading = readers.map((reader) => reader.read(() => isOver));
  const holder = new Holder(cluster, holds);
  const holding = holder.run();
  const growing = growHalfway({ cluster, readers, writers, changes });
  await Promise.all([growing, ...writers.map((writer) => writer.write(Math.ceil(changes / WRITERS)))]);
  await holder.stop(holding);
  isOver = true;
  await Promise.all(reading);
  const wrong = (await Promise.all(readers.map((reader, index) => judge(cluster, { reader, index, writers })))).flat();
  return {
    ...{ changes: (await readLedger(cluster, 'SELECT 1 FROM item WHERE changes_status')).length, wrong },
    seen: readers.reduce((sum, { walks }) => sum + walks.flat().length, 0),
    pages: readers.reduce((sum, { heard }) => sum + heard.length, 0),
    restarts: readers.reduce((sum, { restarts }) => sum + restarts, 0),
    ...{ heldOpen: holder.count, backfilled: readers[0]?.walks.slice(1).flat().length ?? 0 },
    seconds: Math.round((performance.now() - since) / 1_000),
  };
}

/** The first two share two dossiers: one touches B first and A last. */
function makeWriters(cluster: Cluster, seed: number): FeedWriter[] {
  const { communes } = cluster;
  return Array.from({ length: WRITERS }, (_, number) => {
    const commune = communeOf(communes, number < 2 ? 0 : number);
    const [a, b] = [crossedCode(commune, 'A'), crossedCode(commune, 'B')];
    const crossed = number === 0 ? [a, b] : number === 1 ? [b, a] : [];
    return new FeedWriter(cluster, { commune, number, seed, crossed });
  });
}

function communeOf(communes: readonly Commune[], index: number): Commune {
  const commune = communes[index % communes.length];
  if (commune === undefined) throw new Error('no communes');
  return commune;
}

/** Lets doors stand still in the middle of a transaction, one after the other. */
class Holder {
  count = 0;
  private stopping = false;

  constructor(
    private readonly cluster: Cluster,
    private readonly most: number,
  ) {}

  async run(): Promise<void> {
    while (!this.stopping && this.count < this.most) {
      const pid = await this.cluster.doorPoints.strike('door.holding', 'stop', 1_000);
      if (pid === undefined) continue;
      await sleep(HELD_OPEN_MS);
      process.kill(pid, 'SIGCONT');
      this.count += 1;
      await sleep(REST_MS);
    }
  }

  async stop(running: Promise<void>): Promise<void> {
    this.stopping = true;
    await running;
  }
}

interface Growth {
  readonly cluster: Cluster;
  readonly readers: readonly FeedReader[];
  readonly writers: readonly FeedWriter[];
  readonly changes: number;
}

/** Gives the first commune the unit of the last one, when half of the changes are made. */
async function growHalfway({ cluster, readers, writers, changes }: Growth): Promise<void> {
  while (writers.reduce((sum, { itemIds }) => sum + itemIds.length, 0) < changes / 2) await sleep(20);
  const [first, last] = [cluster.communes[0], cluster.communes.at(-1)];
  readers[0]?.mayAlsoSee(last?.unit ?? '');
  const client = new pg.Client({ connectionString: cluster.options.databaseUrl });
  await client.connect();
  await client.query(
    `INSERT INTO client_scope (client_id, unit_id, valid)
      SELECT c.id, a.unit_id, '(,)' FROM client c, unit_alias a WHERE c.code = $1 AND a.scheme = 'administrative' AND a.code = $2
        AND upper_inf(a.valid)`,
    [`c${first?.unit ?? ''}`, last?.unit],
  );
  await client.query('NOTIFY clients_changed');
  await client.end();
}

async function judge(
  cluster: Cluster,
  { reader, index, writers }: { reader: FeedReader; index: number; writers: readonly FeedWriter[] },
): Promise<string[]> {
  const own = cluster.communes[index];
  const last = cluster.communes.at(-1);
  const units = index === 0 ? [own?.unit, last?.unit] : [own?.unit];
  const expected = await readLedger<{ id: string }>(cluster, CHANGES_OF, [units]);
  const seen = reader.walks.flat();
  const ids = new Set(seen.map(({ id }) => id));
  const missing = expected.filter(({ id }) => !ids.has(id)).length;
  const made = writers.filter((_, number) => communeOf(cluster.communes, number < 2 ? 0 : number) === own);
  const unseen = made.flatMap(({ itemIds }) => itemIds).filter((id) => !ids.has(id)).length;
  const faults = {
    missing,
    unseen,
    twice: seen.length - ids.size,
    foreign: ids.size - (expected.length - missing),
    disordered: reader.walks.reduce((sum, walk) => sum + disorder(walk), 0),
    overheard: overheard(reader, cluster.communes),
    ungrown: index === 0 && reader.grownBy.join() !== last?.unit ? 1 : 0,
  };
  return Object.entries(faults).flatMap(([fault, count]) =>
    count === 0 ? [] : [`${own?.unit ?? ''}: ${fault} ${String(count)}`],
  );
}

const CHANGES_OF = `
  SELECT i.id FROM item i JOIN dossier o ON o.id = i.dossier_id JOIN unit_alias a ON a.unit_id = o.received_unit_id
  WHERE i.changes_status AND a.scheme = 'administrative' AND a.code = ANY($1)`;

/** Entries that do not come after the one before them of their dossier. */
function disorder(walk: readonly SeenChange[]): number {
  const lastSeq = new Map<string, number>();
  return walk.filter(({ dossierCode, seq }) => {
    const before = lastSeq.get(dossierCode) ?? 0;
    lastSeq.set(dossierCode, seq);
    return seq <= before;
  }).length;
}

/** Answers that named an officer or a dossier of a unit that was not in scope when they were given. */
function overheard({ heard }: FeedReader, communes: readonly Commune[]): number {
  return heard.filter(({ text, units }) =>
    communes.some(
      (other) => !units.includes(other.unit) && (text.includes(officerOf(other)) || text.includes(`.${other.unit}-`)),
    ),
  ).length;
}
