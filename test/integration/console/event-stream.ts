import { request, type IncomingMessage } from 'node:http';

/** An event as it was told. */
export interface ToldEvent {
  readonly event: string;
  readonly data: unknown;
}

/** A stream of events that somebody watches. */
export interface EventStream {
  readonly status: number;
  readonly events: ToldEvent[];
  /** Comment lines. */
  readonly beats: number[];
  readonly isOver: () => boolean;
  /** Resolves when the other side ends it. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Opens the stream of a console. */
export function watch(url: string, cookie: string): Promise<EventStream> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/api/events`, { headers: { cookie }, agent: false }, (response) => {
      resolve(follow(response, () => asked.destroy()));
    });
    asked.on('error', reject).end();
  });
}

function follow(response: IncomingMessage, close: () => void): EventStream {
  const events: ToldEvent[] = [];
  const beats: number[] = [];
  let rest = '';
  let over = false;
  response.setEncoding('utf8').on('data', (text: string) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, event, data] = /^event: (.+)\ndata: (.+)$/.exec(block) ?? [];
      if (event !== undefined && data !== undefined) events.push({ event, data: JSON.parse(data) as unknown });
      else if (block.startsWith(':')) beats.push(performance.now());
    }
  });
  const ended = new Promise<void>((resolve) => {
    response.on('close', () => {
      over = true;
      resolve();
    });
  });
  response.on('error', () => undefined);
  return { status: response.statusCode ?? 0, events, beats, isOver: () => over, ended, close };
}
