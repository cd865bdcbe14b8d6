import { Pool } from 'undici';

/** A request to a door: its path and its body. */
export interface DoorRequest {
  readonly path: string;
  readonly body: string;
}

/** What the sender saw. Times of day are those of the wall clock; all in milliseconds. */
export interface LoadResult {
  readonly firstAt: number;
  readonly lastAnswerAt: number;
  readonly latencies: readonly number[];
  readonly notAccepted: number;
}

const CONNECTIONS = 32;
const TICK_MS = 1;

/** Sends requests to one door over connections that it keeps, and measures the answers. */
export class Sender {
  private readonly pool: Pool;
  private readonly headers: Readonly<Record<string, string>>;
  private latencies: number[] = [];
  private notAccepted = 0;

  constructor(url: string, apiKey: string) {
    // As many connections as there are requests under way: whoever sends says how many.
    this.pool = new Pool(url, { pipelining: 1 });
    this.headers = { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` };
  }

  /**
   * Sends over 32 connections, each going on as soon as it is answered. Requests of one script go one after the other; latency
   * counts from when a request was sent.
   */
  async sendAll(scripts: readonly (readonly DoorRequest[])[]): Promise<LoadResult> {
    let next = 0;
    const connection = async (): Promise<void> => {
      for (let script = scripts[next++]; script !== undefined; script = scripts[next++]) {
        for (const request of script) await this.exchange(request, performance.now());
      }
    };
    return this.measure(() => Array.from({ length: CONNECTIONS }, connection));
  }

  /** Sends at a fixed rate, whatever the answers do; latency counts from when a request was due. */
  async offer(requests: readonly DoorRequest[], perSecond: number): Promise<LoadResult> {
    const begin = performance.now();
    const dueAt = (index: number): number => begin + (index * 1_000) / perSecond;
    const leave = async (): Promise<void> => {
      const underWay: Promise<void>[] = [];
      for (const [index, request] of requests.entries()) {
        while (performance.now() < dueAt(index)) await new Promise((resolve) => setTimeout(resolve, TICK_MS));
        underWay.push(this.exchange(request, dueAt(index)));
      }
      await Promise.all(underWay);
    };
    return this.measure(() => [leave()]);
  }

  async close(): Promise<void> {
    await this.pool.close();
  }

  private async measure(send: () => Promise<void>[]): Promise<LoadResult> {
    this.latencies = [];
    this.notAccepted = 0;
    const firstAt = Date.now();
    await Promise.all(send());
    const { latencies, notAccepted } = this;
    return { firstAt, lastAnswerAt: Date.now(), latencies, notAccepted };
  }

  private async exchange({ path, body }: DoorRequest, since: number): Promise<void> {
    const isAccepted = await this.ask(path, body).catch(() => false);
    this.latencies.push(performance.now() - since);
    if (!isAccepted) this.notAccepted += 1;
  }

  private async ask(path: string, body: string): Promise<boolean> {
    const response = await this.pool.request({ method: 'POST', path, headers: this.headers, body });
    const text = await response.body.text();
    return response.statusCode < 300 && !text.includes('"refused"');
  }
}
