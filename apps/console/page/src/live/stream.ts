import { createParser } from 'eventsource-parser';

/** The server says something at least every 15 s; after twice that and a little the connection is taken for dead. */
export const SILENCE_MS = 35_000;

export interface Heard {
  /** The stream is open. */
  readonly onOpen: () => void;
  readonly onEvent: (event: string, data: string) => void;
}

/**
 * Reads `/api/events` until it ends, falls silent or `stop` says so; resolves with the HTTP status of a refusal, and 0 otherwise. Read by
 * fetch, for an EventSource shows neither the comment lines that keep it alive nor the status of a refusal.
 */
export async function readStream(heard: Heard, stop: AbortSignal): Promise<number> {
  const silence = new AbortController();
  let timer = setTimeout(() => {
    silence.abort();
  }, SILENCE_MS);
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      silence.abort();
    }, SILENCE_MS);
  };
  try {
    const answer = await fetch('/api/events', {
      headers: { accept: 'text/event-stream' },
      cache: 'no-store',
      signal: AbortSignal.any([stop, silence.signal]),
    });
    if (!answer.ok || answer.body === null) return answer.status;
    heard.onOpen();
    await feed(answer.body, heard, alive);
    return 0;
  } catch {
    return 0; // broken off, silent or stopped: the caller knows which, and tries again
  } finally {
    clearTimeout(timer);
  }
}

async function feed(body: ReadableStream<Uint8Array>, heard: Heard, alive: () => void): Promise<void> {
  const parser = createParser({
    onEvent: ({ event, data }) => {
      heard.onEvent(event ?? 'message', data);
    },
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    parser.feed(decoder.decode(value, { stream: true }));
  }
}
