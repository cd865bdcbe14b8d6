import { connect, type Socket } from 'node:net';
import type { Answered, OpenDoor } from './open-door.ts';

const INTAKE = '/v1/dossiers';
const CHUNK = `10000\r\n${' '.repeat(0x10000)}\r\n`;

/** A body of which the rest never comes. */
export function slowBody(door: OpenDoor, path = INTAKE): Promise<Answered> {
  return talk(door, `${head(door, `POST ${path}`)}content-length: 100\r\n\r\n{`);
}

/** Sends that much of a body of which the rest never comes; answers what hangs up. */
export function unfinishedBody(door: OpenDoor, bytes: number, path = '/v1/dossiers'): () => void {
  const { hostname, port } = new URL(door.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(`${head(door, `POST ${path}`)}content-length: ${String(bytes + 1)}\r\n\r\n`);
  socket.write(Buffer.alloc(bytes, ' '));
  return () => socket.destroy();
}

/** Chunks without an end, sent until the door has answered. */
export function endlessBody(door: OpenDoor, path = INTAKE): Promise<Answered> {
  return talk(door, `${head(door, `POST ${path}`)}transfer-encoding: chunked\r\n\r\n`, (socket) => {
    const more = (): void => {
      while (socket.writable && socket.write(CHUNK));
    };
    socket.on('drain', more);
    more();
  });
}

/** Headers of 64 KiB. */
export function hugeHeader(door: OpenDoor, line = 'GET /health/live'): Promise<Answered> {
  return talk(door, `${head(door, line)}x-large: ${'a'.repeat(0x10000)}\r\n\r\n`);
}

function head(door: OpenDoor, line: string): string {
  return `${line} HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer ${door.keys.mine}\r\ncontent-type: application/json\r\n`;
}

function talk(door: OpenDoor, first: string, then?: (socket: Socket) => void): Promise<Answered> {
  const { hostname, port } = new URL(door.url);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => {
      socket.write(first);
      then?.(socket);
    });
    socket.on('data', (data) => {
      received += data.toString();
      const answer = parse(received);
      if (answer === undefined) return;
      resolve(answer);
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      reject(new Error(`no whole answer: ${received}`));
    });
  });
}

/** The first whole answer in what came; undefined while it is not whole. */
function parse(received: string): Answered | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [line = '', ...lines] = received.slice(0, end).split('\r\n');
  const headers = new Headers(lines.map((text) => [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1).trim()]));
  const bytes = Buffer.from(received.slice(end + 4));
  const length = Number(headers.get('content-length'));
  if (bytes.length < length) return undefined;
  const text = bytes.subarray(0, length).toString();
  return { status: Number(line.split(' ')[1]), headers, text, body: JSON.parse(text) as Record<string, unknown> };
}
