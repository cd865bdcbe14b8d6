import { Chance } from './chance.ts';
import type { Stretch } from './broker-blows.ts';
import type { Commune } from './cluster.ts';
import { askDoor } from './door-client.ts';
import { sendThroughOtherDoor } from './other-door.ts';
import type { Script, Submission } from './script.ts';

/** The receipt of an item, as far as the harness looks at it. */
export interface SeenReceipt {
  readonly itemId: string | null;
  readonly receiptId: string | null;
  readonly contentHash: string | null;
  readonly result: 'accepted' | 'duplicate' | 'refused';
  readonly stale: boolean;
  readonly problems: readonly unknown[];
}

/** How the communes send. `spreadMs`: the time over which dossiers begin. */
export interface DriverOptions {
  readonly doorUrls: readonly string[];
  readonly communes: readonly Commune[];
  readonly seed: number;
  readonly spreadMs: number;
}

interface Progress {
  readonly script: Script;
  sent: number;
  /** What was sent or is under way. */
  begun: number;
  held: boolean;
}

const BATCH_MOST = 8;
const RESENT_SHARE = 0.05;
const OTHER_DOOR_SHARE = 0.5;
const RETRY_AFTER_MS = 150;
const RETRY_AT_MOST_MS = 1_000;
const MOST_ATTEMPTS = 200;
const RESENDERS = 8;
const PATHS = { dossier: '/v1/dossiers', step: '/v1/status-changes' } as const;

/**
 * Communes that send their dossiers: alone and in batches, many at once, each dossier's own items in order; whatever is not
 * answered is sent again until it is, and some of what was answered is sent again all the same.
 */
export class CommuneDriver {
  /** First receipt of every submission, by its key. */
  readonly receipts = new Map<string, SeenReceipt>();
  readonly complaints: string[] = [];
  /** How long each request took that was not cut on purpose, whatever came of it, in milliseconds. */
  readonly latencies: number[] = [];
  /** When the requests were under way that got receipts. */
  readonly answered: Stretch[] = [];
  requests = 0;
  retries = 0;
  resent = 0;
  /** Items that were sent again through the national dialect door. */
  throughOther = 0;
  private readonly progress: readonly Progress[];
  private readonly chance: Chance;
  private hurrying = false;
  /** Resolves while requests may be sent. */
  private gate: Promise<void> = Promise.resolve();
  private openGate: () => void = () => undefined;

  constructor(
    private readonly options: DriverOptions,
    scripts: readonly Script[],
  ) {
    this.chance = new Chance(options.seed);
    this.progress = scripts.map((script) => ({ script, sent: 0, begun: 0, held: false }));
  }

  /** Sends everything; resolves when everything is answered. */
  async run(): Promise<void> {
    const startedAt = performance.now();
    const groups = this.groups();
    await Promise.all(
      groups.map(async (group, index) => {
        const at = (this.options.spreadMs * index) / groups.length;
        while (!this.hurrying && performance.now() - startedAt < at) await pause(100);
        await this.sendGroup(group);
      }),
    );
  }

  /** Waits no longer between requests. */
  hurry(): void {
    this.hurrying = true;
  }

  /** Dossiers of which the portal may be made to forget all: at least their last step is kept back until `release`. */
  hold(most: number): string[] {
    const able = this.progress
      .filter(({ script, sent, begun }) => sent >= 2 && begun < script.submissions.length - 1)
      .slice(0, most);
    able.forEach((one) => {
      one.held = true;
    });
    return able.map(({ script }) => script.code);
  }

  release(): void {
    this.progress.forEach((one) => {
      one.held = false;
    });
  }

  /** Sends nothing more until `goOn`; what is under way is tried again then. */
  pause(): void {
    this.gate = new Promise((resolve) => {
      this.openGate = resolve;
    });
  }

  goOn(): void {
    this.openGate();
    this.gate = Promise.resolve();
  }

  /**
   * Sends again, while paused, what the gateway answered and does not know any more: each dossier's items in their order, whatever it was that
   * the answer came before. Answers how many. That is what `GET /v1/resend-requests` asks of a commune.
   */
  async sendLostAgain(): Promise<number> {
    const queue = [...this.progress];
    const counts: number[] = [];
    const worker = async (): Promise<void> => {
      for (let one = queue.pop(); one !== undefined; one = queue.pop()) counts.push(await this.sendLostOf(one));
    };
    await Promise.all(Array.from({ length: RESENDERS }, worker));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  private async sendLostOf({ script, sent }: Progress): Promise<number> {
    const lost: Submission[] = [];
    for (const submission of script.submissions.slice(0, sent)) if (await this.isLost(submission)) lost.push(submission);
    for (const submission of lost) {
      this.receipts.delete(submission.key);
      const receipts = await untilThere(submission.key, () => this.sendNow([submission]));
      this.note(submission, receipts[0], 'first');
    }
    return lost.length;
  }

  private async isLost(submission: Submission): Promise<boolean> {
    const id = this.receipts.get(submission.key)?.receiptId ?? '';
    const { apiKey } = this.communeOf(submission);
    const status = await untilThere(submission.key, async () => {
      const url = `${this.chance.pick(this.options.doorUrls)}/v1/receipts/${id}`;
      const answer = await askDoor(url, { method: 'GET', apiKey }).catch(() => undefined);
      return answer?.status === 200 || answer?.status === 404 ? answer.status : undefined;
    });
    return status === 404;
  }

  get sentShare(): number {
    const total = this.progress.reduce((sum, { script }) => sum + script.submissions.length, 0);
    return this.progress.reduce((sum, { sent }) => sum + sent, 0) / total;
  }

  /** Up to eight dossiers of one commune that go in the same batches. */
  private groups(): Progress[][] {
    const groups: Progress[][] = [];
    for (const { index } of this.options.communes) {
      const own = this.progress.filter(({ script }) => script.commune === index);
      while (own.length > 0) groups.push(own.splice(0, 1 + this.chance.below(BATCH_MOST)));
    }
    return groups
      .map((group) => ({ group, at: this.chance.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ group }) => group);
  }

  private async sendGroup(group: readonly Progress[]): Promise<void> {
    for (;;) {
      const open = group.filter(({ script, sent }) => sent < script.submissions.length);
      if (open.length === 0) return;
      const free = open.filter(({ script, sent, held }) => !(held && sent >= script.submissions.length - 1));
      for (const kind of ['dossier', 'step'] as const) await this.sendNext(free, kind);
      await this.sendAgain(group);
      if (free.length === 0) await pause(100);
      else if (!this.hurrying) await pause(this.chance.below(this.options.spreadMs / 20));
    }
  }

  /** The next item of each dossier that is of that kind; a second step of the same dossier sometimes goes along. */
  private async sendNext(group: readonly Progress[], kind: Submission['kind']): Promise<void> {
    const parcel: { progress: Progress; submission: Submission }[] = [];
    for (const progress of group) {
      const { submissions } = progress.script;
      const end = progress.held ? submissions.length - 1 : submissions.length;
      const next = submissions.slice(progress.sent, Math.min(end, progress.sent + (this.chance.hits(0.2) ? 2 : 1)));
      const other = next.findIndex((submission) => submission.kind !== kind);
      const fitting = other === -1 ? next : next.slice(0, other);
      progress.begun = progress.sent + fitting.length;
      parcel.push(...fitting.map((submission) => ({ progress, submission })));
    }
    if (parcel.length === 0) return;
    const { receipts, attempts } = await this.sendUntilAnswered(parcel.map(({ submission }) => submission));
    for (const [index, { progress, submission }] of parcel.entries()) {
      progress.sent += 1;
      this.note(submission, receipts[index], attempts > 1 ? 'tried-again' : 'first');
    }
  }

  private async sendUntilAnswered(
    submissions: readonly Submission[],
  ): Promise<{ receipts: readonly SeenReceipt[]; attempts: number }> {
    for (let attempts = 1; ; attempts += 1) {
      const isCut = this.chance.hits(RESENT_SHARE / 2);
      const receipts = await this.send(submissions, isCut ? this.chance.below(20) : undefined);
      if (receipts !== undefined) return { receipts, attempts };
      this.retries += 1;
      await pause(Math.min(RETRY_AT_MOST_MS, RETRY_AFTER_MS * attempts));
    }
  }

  private async send(submissions: readonly Submission[], cutAfterMs?: number): Promise<readonly SeenReceipt[] | undefined> {
    await this.gate;
    return this.sendNow(submissions, cutAfterMs);
  }

  private async sendNow(submissions: readonly Submission[], cutAfterMs?: number): Promise<readonly SeenReceipt[] | undefined> {
    const [first] = submissions;
    if (first === undefined) return [];
    this.requests += 1;
    const { apiKey } = this.communeOf(first);
    const body = submissions.length === 1 ? first.body : { items: submissions.map((submission) => submission.body) };
    const url = `${this.chance.pick(this.options.doorUrls)}${PATHS[first.kind]}`;
    const since = performance.now();
    try {
      const answer = await askDoor(url, { method: 'POST', apiKey, body, ...(cutAfterMs === undefined ? {} : { cutAfterMs }) });
      if (answer.status >= 500 || answer.status === 429) return undefined;
      this.answered.push({ from: since, until: performance.now() });
      return 'receipts' in (answer.body as object)
        ? (answer.body as { receipts: SeenReceipt[] }).receipts
        : [answer.body as SeenReceipt];
    } catch {
      return undefined;
    } finally {
      if (cutAfterMs === undefined) this.latencies.push(performance.now() - since);
    }
  }

  /** Some of what was answered before, in other batches: steps at any time, versions with a number or while they are the last item. */
  private async sendAgain(group: readonly Progress[]): Promise<void> {
    if (!this.chance.hits(RESENT_SHARE * 2)) return;
    const sent = group.flatMap(({ script, sent: count }) =>
      script.submissions.slice(0, count).map((submission, index) => ({ submission, isLast: index === count - 1 })),
    );
    // The national dialect has no version of the source: a former version that comes through it is a change back.
    const goesThroughOther = this.chance.hits(OTHER_DOOR_SHARE);
    const isNumbered = ({ body }: Submission): boolean => !goesThroughOther && 'sourceVersion' in body;
    const may = sent.filter(({ submission, isLast }) => submission.kind === 'step' || isNumbered(submission) || isLast);
    const kind = this.chance.pick(['dossier', 'step'] as const);
    const again = may
      .map(({ submission }) => submission)
      .filter((submission) => submission.kind === kind && this.chance.hits(0.5));
    if (again.length === 0) return;
    this.resent += again.length;
    if (goesThroughOther) return this.sendThroughOther(again);
    const { receipts } = await this.sendUntilAnswered(again);
    for (const [index, submission] of again.entries()) this.note(submission, receipts[index], 'again');
  }

  /** Whatever the first door has taken, the other one knows: nothing new comes of it. */
  private async sendThroughOther(again: readonly Submission[]): Promise<void> {
    for (let attempts = 1; ; attempts += 1) {
      await this.gate;
      const [first] = again;
      const url = this.chance.pick(this.options.doorUrls);
      const complaints = first === undefined ? [] : await sendThroughOtherDoor(url, this.communeOf(first), again);
      if (complaints !== undefined) {
        this.throughOther += again.length;
        this.complaints.push(...complaints);
        return;
      }
      if (attempts === MOST_ATTEMPTS) return void this.complaints.push(`${String(first?.key)}: the other door does not answer`);
      this.retries += 1;
      await pause(Math.min(RETRY_AT_MOST_MS, RETRY_AFTER_MS * attempts));
    }
  }

  /** Every item is answered with one id, however often it is sent. Only a version may differ: see `isOtherVersion`. */
  private note({ key, kind }: Submission, receipt: SeenReceipt | undefined, when: 'first' | 'tried-again' | 'again'): void {
    if (receipt?.itemId == null) {
      this.complaints.push(`${key}: ${JSON.stringify(receipt)}`);
      return;
    }
    const before = this.receipts.get(key);
    if (before === undefined) this.receipts.set(key, receipt);
    const isExcused = kind === 'dossier' && isOtherVersion(receipt, before);
    if (when === 'first' && receipt.stale) this.complaints.push(`${key}: taken for old`);
    if (before !== undefined && before.itemId !== receipt.itemId && !isExcused)
      this.complaints.push(`${key}: ${receipt.result} ${receipt.itemId}, first ${String(before.itemId)}`);
    if (when === 'again' && receipt.result !== 'duplicate' && !isExcused)
      this.complaints.push(`${key}: sent again and ${receipt.result}`);
  }

  private communeOf({ key }: Submission): Commune {
    const unit = key.slice('H56.'.length).split('-')[0];
    const commune = this.options.communes.find((one) => one.unit === unit);
    if (commune === undefined) throw new Error(`no commune for ${key}`);
    return commune;
  }
}

/** A version that comes again when a newer one is known is recorded as old, or equals today's and is answered with that one's id. */
function isOtherVersion(receipt: SeenReceipt, before: SeenReceipt | undefined): boolean {
  return (
    receipt.stale || before?.stale === true || (receipt.result === 'duplicate' && receipt.contentHash === before?.contentHash)
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Tries until there is an answer. */
async function untilThere<T>(what: string, work: () => Promise<T | undefined>): Promise<T> {
  for (let attempts = 1; attempts <= MOST_ATTEMPTS; attempts += 1) {
    const answer = await work();
    if (answer !== undefined) return answer;
    await pause(RETRY_AFTER_MS);
  }
  throw new Error(`${what}: no answer`);
}
