import type { ClaimedLane } from '#ledger';
import type { Answer, Call, LookupAnswer, PartnerClient } from '#protocols';
import { visitLane } from '../../../apps/relay/src/deliver/take-turn.ts';
import { Parcels } from '../../../apps/relay/src/deliver/parcels.ts';
import type { Road } from '../../../apps/relay/src/road.ts';
import type { ModelPortal, Way } from './portal.ts';

/** A request that stands at the portal's door until it is said what becomes of it. */
interface Exchange {
  readonly happen: (way: Way) => Answer;
  readonly answer: (answer: Answer) => void;
}

/**
 * A relay at work on one lane. It runs the relay's own code; only at the door of the portal it stands still until it is told what becomes
 * of its request. One that is never told is one that crashed there.
 */
export class RelayLife {
  private exchange: Exchange | undefined;
  private arrived = deferred();
  private ended: Promise<void> = Promise.resolve();
  private kept: Answer | undefined;
  private isOver = false;

  constructor(private readonly portal: ModelPortal) {}

  /** Takes its turns at the lane; resolves when it stands at the portal's door, or is done. */
  async work(lane: ClaimedLane, open: (client: PartnerClient) => Road): Promise<void> {
    const road = open(this.client());
    this.ended = visitLane(lane, 'poll', { road, parcels: new Parcels() }).finally(() => {
      this.isOver = true;
    });
    await this.next();
  }

  get stands(): boolean {
    return this.exchange !== undefined && !this.isOver;
  }

  /** Lets the request come to something, and goes on until the next one. */
  async goOn(way: Way): Promise<void> {
    this.happen(way);
    await this.wake();
  }

  /** The request has come to something, and it does not hear of it before `wake`. */
  happen(way: Way): void {
    this.kept ??= this.exchange?.happen(way);
  }

  async wake(): Promise<void> {
    const { exchange, kept } = this;
    if (exchange === undefined || kept === undefined) return;
    [this.exchange, this.kept, this.arrived] = [undefined, undefined, deferred()];
    exchange.answer(kept);
    await this.next();
  }

  private async next(): Promise<void> {
    await Promise.race([this.arrived.promise, this.ended]);
  }

  /** Its connection to the portal. */
  client(): PartnerClient {
    const times = { sentAt: performance.now(), answeredAt: performance.now() };
    const login = { verdict: 'delivered', withoutEffect: false, cause: 'model.login', http: 200, ...times } as const;
    const nothing = { code: undefined, body: undefined, retryAfterMs: undefined, usableForMs: undefined };
    return {
      login: () => Promise.resolve({ ...login, ...nothing, session: 'session' }),
      push: (call: Call) => this.stand((way) => this.portal.push(call, way)),
      lookup: (code: string) => this.stand((way) => this.portal.lookUp(code, way)) as Promise<LookupAnswer>,
      close: () => Promise.resolve(),
    };
  }

  private stand(happen: (way: Way) => Answer): Promise<Answer> {
    return new Promise((answer) => {
      this.exchange = { happen, answer };
      this.arrived.resolve();
    });
  }
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
