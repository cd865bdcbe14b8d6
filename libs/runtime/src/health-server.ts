import { createServer, type ServerResponse } from 'node:http';
import { metricsText } from './metrics.ts';
import type { Running } from './process.ts';

/** Where a process without a door of its own shows its health; port 0 = nowhere. */
export interface HealthOptions {
  readonly port: number;
  readonly bindAddress: string;
  /** Rejects while the process cannot do its work. */
  readonly ready: () => Promise<void>;
}

/** Serves `/health/live`, `/health/ready` and `/metrics`. */
export async function serveHealth({ port, bindAddress, ready }: HealthOptions): Promise<Running> {
  if (port === 0) return { close: () => Promise.resolve() };
  const answers: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
    '/health/live': (response) => {
      sendStatus(response, 200, 'up');
      return Promise.resolve();
    },
    '/health/ready': (response) =>
      ready().then(
        () => {
          sendStatus(response, 200, 'ready');
        },
        () => {
          sendStatus(response, 503, 'not ready');
        },
      ),
    '/metrics': async (response) => {
      const { contentType, text } = await metricsText();
      response.writeHead(200, { 'content-type': contentType }).end(text);
    },
  };
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    if (answer === undefined) sendStatus(response, 404, 'unknown');
    else void answer(response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, bindAddress, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function sendStatus(response: ServerResponse, code: number, status: string): void {
  response.writeHead(code, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify({ status }));
}
