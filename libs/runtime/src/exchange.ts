import type { Dispatcher, Pool } from 'undici';
import { traceHeaders, type TraceContext } from './trace-context.ts';

const MAX_REPLY_BYTES = 1_048_576;

/** What a request runs under: the moment after which nothing may be written to a socket or waited for, in milliseconds of the monotonic clock. */
export interface Deadline {
  readonly at: number;
  /** The trace that it is part of, for its headers; absent = none. */
  readonly trace?: TraceContext | undefined;
  /** Now on the same clock. */
  readonly monotonic: () => number;
}

/** An HTTP answer that was read to its end. */
export interface Reply {
  readonly http: number;
  /** Header `Retry-After`: seconds, or an HTTP date. */
  readonly retryAfter: string | undefined;
  /** Header `Date`: the answering side's own clock. */
  readonly date: string | undefined;
  readonly body: string;
}

/** What became of a request on its way. Times are monotonic milliseconds. */
export type Exchanged =
  | { readonly kind: 'answered'; readonly reply: Reply; readonly sentAt: number; readonly answeredAt: number }
  /** The deadline passed while the request waited for a socket: nothing of it was written. */
  | { readonly kind: 'expired' }
  /** No connection came up: nothing of it was written. */
  | { readonly kind: 'unreachable' }
  /** It was given to a socket, and no whole answer came back. */
  | { readonly kind: 'lost'; readonly why: 'timeout' | 'broken' | 'too-large'; readonly sentAt: number };

/** A POST on the pool's host. */
export interface Post {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** The longest answer that is read; 1 MiB by default. */
  readonly mostBytes?: number;
}

/** How many connections there may be, and how patient they are. Durations in milliseconds. */
export interface PoolLimits {
  readonly connections: number;
  readonly connectTimeoutMs: number;
  readonly keepAliveMs: number;
}

/** What a pool is opened with: bounded, one request per connection at a time, since an answer that is lost takes its connection along. */
export function poolOptions({ connections, connectTimeoutMs, keepAliveMs }: PoolLimits): Pool.Options {
  return {
    connections,
    pipelining: 1,
    connect: { timeout: connectTimeoutMs },
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
  };
}

/** Sends a request once, without redirects and without repeats, and reads its answer. Everything ends with the deadline. */
export function exchange(
  pool: Pick<Pool, 'dispatch'>,
  { mostBytes = MAX_REPLY_BYTES, ...post }: Post,
  deadline: Deadline,
): Promise<Exchanged> {
  if (deadline.monotonic() >= deadline.at) return Promise.resolve({ kind: 'expired' });
  return new Promise((resolve) => {
    const headers = deadline.trace === undefined ? post.headers : { ...post.headers, ...traceHeaders(deadline.trace) };
    pool.dispatch(
      { method: 'POST', ...post, headers, headersTimeout: 0, bodyTimeout: 0 },
      new Exchange(deadline, mostBytes, resolve),
    );
  });
}

class Exchange implements Dispatcher.DispatchHandler {
  private readonly timer: NodeJS.Timeout;
  private controller: Dispatcher.DispatchController | undefined;
  private sentAt: number | undefined;
  private why: 'timeout' | 'broken' | 'too-large' = 'broken';
  private late = false;
  private head: Omit<Reply, 'body'> | undefined;
  private readonly chunks: Buffer[] = [];
  private size = 0;

  constructor(
    private readonly deadline: Deadline,
    private readonly mostBytes: number,
    private readonly resolve: (outcome: Exchanged) => void,
  ) {
    this.timer = setTimeout(
      () => {
        this.expire();
      },
      Math.max(0, deadline.at - deadline.monotonic()),
    );
  }

  /**
   * undici calls this on a connected socket and writes the request in the same turn, unless it is aborted here: so this is the
   * last moment at which nothing has left, however long the request waited or this process stood still. A second start would be
   * undici's own repeat of a request that may have left; it is refused as well.
   */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    const now = this.deadline.monotonic();
    if (this.sentAt !== undefined || this.late || now >= this.deadline.at) {
      this.late = true;
      controller.abort(new Error('not sent'));
      return;
    }
    this.sentAt = now;
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    http: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.head = { http, retryAfter: text(headers['retry-after']), date: text(headers['date']) };
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > this.mostBytes) this.abort('too-large');
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.head === undefined || this.sentAt === undefined) return;
    const reply = { ...this.head, body: Buffer.concat(this.chunks).toString('utf8') };
    this.end({ kind: 'answered', reply, sentAt: this.sentAt, answeredAt: this.deadline.monotonic() });
  }

  onResponseError(): void {
    if (this.sentAt !== undefined) this.end({ kind: 'lost', why: this.why, sentAt: this.sentAt });
    else this.end({ kind: this.late ? 'expired' : 'unreachable' });
  }

  private expire(): void {
    this.late = true;
    if (this.sentAt === undefined) this.end({ kind: 'expired' });
    else this.abort('timeout');
  }

  /** Destroys the socket; the error handler is called on the way. */
  private abort(why: 'timeout' | 'too-large'): void {
    this.why = why;
    this.controller?.abort(new Error(why));
  }

  private end(outcome: Exchanged): void {
    clearTimeout(this.timer);
    this.resolve(outcome);
  }
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
