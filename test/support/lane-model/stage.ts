import type { Status } from '#canonical';
import type { Receipt, ReplayMode } from '#ledger';
import { aDossier, aStep, receipts, submit } from '../open-test-ledger.ts';
import { ModelPortal, type Way } from './portal.ts';
import { RelayLife } from './relay-life.ts';
import { breachesOf, nameOf, Truth } from './truth.ts';
import { LEASE_OVER_MS, SETTLED_MS, type LaneSeen, type World } from './world.ts';

/** One dossier of a run. */
interface Play {
  readonly code: string;
  readonly id: number;
  readonly truth: Truth;
  /** Steps that were sent, as they are known by now. */
  readonly steps: { mark: string; readonly status: Status; readonly at: string; readonly minute: number }[];
  /** Marks of steps by the number of their item. */
  readonly marks: Map<number, string>;
  minute: number;
  sent: number;
  /** The relay that is at work on its lane, and those that stand still since they had it. */
  relay: RelayLife | undefined;
  readonly ghosts: RelayLife[];
  mostEpochs: number;
}

const ROUNDS_TO_REST = 80;
/** After that time what failed is tried again, and what comes late has not come. */
export const RETRIED_MS = 1_500;
/** Two look-ups, and the step. */
const CALLS_TO_SEND_AGAIN = 3;
const LATE_MINUTES = 600;

/** One run in a world: some dossiers, the portal that they go to, and relays that crash. Whatever breaks a promise throws. */
export class Stage {
  private readonly plays: Play[] = [];
  private readonly portal: ModelPortal;
  private readonly strangeCode: string;
  private isMapped = false;
  private isMissed = false;
  private isHeld = false;
  private replay: string | undefined;

  private constructor(private readonly world: World) {
    this.portal = new ModelPortal(world.lookup, () => world.now());
    this.strangeCode = `9.${String(100_000 + world.next())}`;
  }

  static async open(world: World, dossiers: number): Promise<Stage> {
    // Nothing of the run before is due or on its way.
    world.pass(LEASE_OVER_MS);
    const stage = new Stage(world);
    for (let number = 0; number < dossiers; number += 1) await stage.begin();
    return stage;
  }

  async acceptVersion(at: number, { status, isStrange }: { status: Status; isStrange: boolean }): Promise<void> {
    const play = this.play(at);
    const mark = `v${String((play.sent += 1))}`;
    if (isStrange) this.isMissed = true;
    const more = { status, note: mark, ...(isStrange ? { procedureCode: this.strangeCode } : {}) };
    await this.send(aDossier(play.code, more));
    play.truth.takeVersion(mark, status);
  }

  async acceptStep(at: number, { status, isLate }: { status: Status; isLate: boolean }): Promise<void> {
    const play = this.play(at);
    const mark = `s${String((play.sent += 1))}`;
    const minute = (play.minute += 1);
    const time = timeOf(isLate ? minute - LATE_MINUTES : minute);
    const [receipt] = await this.send(aStep(play.code, status, time, { content: mark }));
    const isOlder = play.steps.some((step) => step.minute > (isLate ? minute - LATE_MINUTES : minute));
    play.truth.takeStep(mark, status, isOlder);
    play.steps.push({ mark, status, at: time, minute: isLate ? minute - LATE_MINUTES : minute });
    play.marks.set(receipt?.seq ?? NaN, mark);
  }

  /** A step comes with another text. Whether a portal may have had the former one, the gateway says. */
  async correctStep(at: number, which: number): Promise<void> {
    const play = this.play(at);
    const step = play.steps[which % Math.max(1, play.steps.length)];
    if (step === undefined) return;
    const mark = `s${String((play.sent += 1))}`;
    const [receipt] = await this.send(aStep(play.code, step.status, step.at, { content: mark }));
    if (receipt?.stale === true) return;
    const isLate = play.steps.some(({ minute }) => minute > step.minute);
    play.truth.correct(step.mark, mark, isLate);
    step.mark = mark;
    play.marks.set(receipt?.seq ?? NaN, mark);
  }

  /** A step comes once more, as it was. */
  async sendAgain(at: number, which: number): Promise<void> {
    const play = this.play(at);
    const step = play.steps[which % Math.max(1, play.steps.length)];
    if (step === undefined) return;
    const [receipt] = await this.send(aStep(play.code, step.status, step.at, { content: step.mark }));
    if (receipt?.result !== 'duplicate') throw new Error(`${step.mark} came again and was ${String(receipt?.result)}`);
  }

  /** A relay looks whether the lane is due, and takes it as far as the portal's door. */
  async claim(at: number): Promise<void> {
    const play = this.play(at);
    const [lane] = await this.world.claim([play.id]);
    if (lane === undefined) return;
    if (this.isHeld) throw new Error('claimed although the destination is held');
    if (play.relay?.stands === true) throw new Error('claimed although somebody has it');
    play.relay = new RelayLife(this.portal);
    await play.relay.work(lane, (client) => this.world.road(client));
  }

  async answer(at: number, way: Way): Promise<void> {
    await this.play(at).relay?.goOn(way);
  }

  /** The relay stands still, or is gone; its request comes to something all the same. */
  crash(at: number, way: Way): void {
    const play = this.play(at);
    if (play.relay?.stands !== true) return;
    play.relay.happen(way);
    play.ghosts.push(play.relay);
    play.relay = undefined;
  }

  /** A relay that stood still goes on. */
  async wakeGhost(at: number): Promise<void> {
    const play = this.play(at);
    const ghost = play.ghosts.shift();
    await ghost?.wake();
    // Whoever still has its lane goes on with it.
    if (ghost?.stands === true) play.ghosts.push(ghost);
    ghost?.happen('lost');
  }

  /** A relay stands still for longer than its lease, and goes on when another one has its lane. */
  async overtake(at: number, way: Way): Promise<void> {
    this.crash(at, way);
    await this.pass(LEASE_OVER_MS);
    await this.claim(at);
    await this.wakeGhost(at);
    await this.claim(at);
  }

  /** A request comes late, and its lane is looked at before it has. */
  async hasten(at: number): Promise<void> {
    await this.claim(at);
    await this.answer(at, 'late');
    await this.pass(RETRIED_MS);
    await this.claim(at);
    for (let calls = 0; calls < CALLS_TO_SEND_AGAIN; calls += 1) await this.answer(at, 'plain');
  }

  /** Time passes. What takes longer than a call may be waited for is lost to who waits for it. */
  async pass(ms: number): Promise<void> {
    if (ms >= SETTLED_MS)
      this.plays.forEach((_, at) => {
        this.crash(at, 'answer-lost');
      });
    this.world.pass(ms);
    this.portal.settle();
    await this.world.rescue();
  }

  async hold(isHeld: boolean): Promise<void> {
    await this.world.hold(isHeld);
    this.isHeld = isHeld;
  }

  async map(): Promise<void> {
    if (this.isMapped || !this.isMissed) return;
    await this.world.map(this.strangeCode);
    this.isMapped = true;
    const lanes = await this.world.lanes(this.plays.map(({ id }) => id));
    if (lanes.some(({ state }) => state === 'held')) throw new Error(`held although all is mapped: ${JSON.stringify(lanes)}`);
  }

  /** The portal has lost a dossier. */
  forget(at: number): void {
    const play = this.play(at);
    this.portal.forget(play.code);
    play.mostEpochs += 1;
  }

  async move(): Promise<void> {
    await this.world.move();
    this.portal.move();
    for (const play of this.plays) play.mostEpochs += 1;
  }

  /** An operator wants the portal to be given again what it lacks; one such job at a time. */
  async orderReplay(mode: ReplayMode): Promise<void> {
    this.replay ??= await this.world.orderReplay(
      this.plays.map(({ code }) => code),
      mode,
    );
  }

  /** A relay does what is next for that job. */
  async workOnReplay(): Promise<void> {
    if (this.replay === undefined) return;
    const road = this.world.road(new RelayLife(this.portal).client());
    if (await this.world.workOnReplays(this.replay, road)) this.replay = undefined;
  }

  /** Throws when a lane breaks an invariant. */
  async check(): Promise<void> {
    const broken = await this.world.broken(this.plays.map(({ id }) => id));
    if (broken.length > 0) throw new Error(broken.join('\n'));
  }

  /** Everything is well again, and comes to rest; then the portal must hold the truth. */
  async close(): Promise<void> {
    await this.hold(false);
    await this.map();
    // So that what the portal has lost, or a new place lacks, is noticed.
    for (const at of this.plays.keys()) await this.acceptVersion(at, { status: 8, isStrange: false });
    await this.pass(LEASE_OVER_MS);
    await this.comeToRest();
    await this.check();
    for (const play of this.plays) await this.verify(play);
  }

  private async begin(): Promise<void> {
    const code = `H56.14797-261123-${String(this.world.next()).padStart(5, '0')}`;
    const play = { code, truth: new Truth(), steps: [], marks: new Map<number, string>(), ghosts: [], relay: undefined };
    await this.send(aDossier(code, { note: 'v0' }));
    play.truth.takeVersion('v0', 2);
    this.plays.push({ ...play, id: await this.world.idOf(code), minute: 0, sent: 0, mostEpochs: 1 });
  }

  private async comeToRest(): Promise<void> {
    let lanes: LaneSeen[] = [];
    for (let round = 0; round < ROUNDS_TO_REST; round += 1) {
      await this.workOnReplay();
      for (const [at] of this.plays.entries()) await this.workOff(at);
      lanes = await this.world.lanes(this.plays.map(({ id }) => id));
      if (this.replay === undefined && lanes.every(({ state }) => state === 'idle')) return;
      for (const [at, lane] of lanes.entries()) await this.mend(at, lane);
      await this.pass(SETTLED_MS);
    }
    throw new Error(`it does not come to rest: ${JSON.stringify(lanes)}`);
  }

  private async workOff(at: number): Promise<void> {
    await this.claim(at);
    for (let calls = 0; this.play(at).relay?.stands === true; calls += 1) {
      if (calls > ROUNDS_TO_REST) throw new Error('it makes calls without end');
      await this.answer(at, 'plain');
    }
  }

  /** What its commune does when something was refused. */
  private async mend(at: number, { state, cause, blocked_seq, blocked_kind }: LaneSeen): Promise<void> {
    if (state !== 'blocked') return;
    if (cause?.startsWith('refused|') !== true) throw new Error(`blocked without reason: ${String(cause)}`);
    const play = this.play(at);
    const mark = play.marks.get(blocked_seq ?? NaN);
    if (blocked_kind === 'version') await this.acceptVersion(at, { status: 8, isStrange: false });
    else
      await this.correctStep(
        at,
        play.steps.findIndex((step) => step.mark === mark),
      );
  }

  private async verify(play: Play): Promise<void> {
    const flagged = new Set((await this.world.flagged(play.id)).flatMap((seq) => play.marks.get(seq) ?? []));
    if (this.world.lookup === 'steps' && flagged.size > 0) throw new Error(`flagged: ${[...flagged].join()}`);
    const refused = this.portal.refused.get(play.code) ?? new Set();
    const book = this.portal.book(play.code);
    const breaches = breachesOf(play.truth.items, book, { flagged, refused, corrected: play.truth.corrected });
    const [lane] = await this.world.lanes([play.id]);
    if ((lane?.epoch ?? 0) > play.mostEpochs) breaches.push(`epoch ${String(lane?.epoch)} was opened wrongly`);
    if (breaches.length === 0) return;
    const said = { truth: play.truth.items.map(nameOf), portal: book.map(nameOf) };
    throw new Error(`${breaches.join('\n')}\n${JSON.stringify(said, undefined, 1)}`);
  }

  private send(item: Parameters<typeof submit>[2][number]): Promise<readonly Receipt[]> {
    const { ledger, client } = this.world.door;
    return receipts(submit(ledger, client, [item]));
  }

  private play(at: number): Play {
    const play = this.plays[at % this.plays.length];
    if (play === undefined) throw new Error('no dossiers');
    return play;
  }
}

function timeOf(minute: number): string {
  return new Date(Date.UTC(2026, 10, 24, 1) + minute * 60_000).toISOString();
}
