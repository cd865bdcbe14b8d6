import type { ServerResponse } from 'node:http';

/** What waits to be sent to one who does not read; beyond he is let go, and comes back when he can. */
const MOST_UNREAD_BYTES = 512 * 1024;

/** One who watches: an answer that never ends. */
export class Watcher {
  constructor(
    private readonly response: ServerResponse,
    readonly tokenHash: Buffer,
  ) {}

  get isGone(): boolean {
    return this.response.destroyed || this.response.writableEnded;
  }

  /** Sends text; lets him go where he does not keep up. */
  tell(text: string): void {
    if (this.isGone) return;
    if (this.response.writableLength > MOST_UNREAD_BYTES) this.response.destroy();
    else this.response.write(text);
  }

  end(): void {
    if (!this.isGone) this.response.end();
  }
}

/** An event of a stream of server-sent events. */
export function eventText(event: string, json: string): string {
  return `event: ${event}\ndata: ${json}\n\n`;
}
