import http from 'node:http';

/** An answer of the door; undefined body = nothing came. */
export interface DoorAnswer {
  readonly status: number;
  readonly body: unknown;
}

const ANSWER_WITHIN_MS = 3_000;
const agent = new http.Agent({ keepAlive: true, maxSockets: 400 });

/** One request to a door. @throws when no answer came */
export function askDoor(
  url: string,
  request: { method: 'GET' | 'POST'; apiKey: string; body?: unknown; cutAfterMs?: number },
): Promise<DoorAnswer> {
  const { method, apiKey, body, cutAfterMs } = request;
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${apiKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const sent = http.request(url, { method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, body: text === '' ? undefined : (JSON.parse(text) as unknown) });
      });
    });
    sent.on('error', reject);
    sent.setTimeout(ANSWER_WITHIN_MS, () => sent.destroy(new Error('no answer in time')));
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    if (cutAfterMs !== undefined) setTimeout(() => sent.destroy(new Error('cut on purpose')), cutAfterMs);
  });
}
