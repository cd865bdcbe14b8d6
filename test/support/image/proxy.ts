import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { eventually } from '../eventually.ts';
import { freePort } from '../free-port.ts';

interface Adapted {
  admin?: { listen: string };
  apps: { http: { http_port?: number; https_port?: number; servers: Record<string, { listen: string[] }> } };
}

/** What an answer through the proxy came to. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Caddy with the project's own Caddyfile before some doors. */
export interface Proxy {
  ask: (
    path: string,
    order?: { readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown },
  ) => Promise<ProxyAnswer>;
  stop: () => Promise<void>;
}

export function hasCaddy(): boolean {
  return spawnSync('caddy', ['version']).status === 0;
}

/** Starts it on free ports, with a certificate of its own authority, which is checked. */
export async function startProxy(doors: readonly string[]): Promise<Proxy> {
  const home = mkdtempSync(join(tmpdir(), 'one-stop-proxy-'));
  const port = await freePort();
  const environment = { PATH: process.env['PATH'], HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home };
  const file = join(home, 'caddy.json');
  writeFileSync(file, JSON.stringify(await adapt(environment, { doors, port })));
  const child = spawn('caddy', ['run', '--config', file], { env: environment, stdio: 'ignore' });
  const remove = (): void => {
    child.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  };
  process.once('exit', remove);
  const authority = join(home, 'caddy/pki/authorities/local/root.crt');
  await eventually(() => existsSync(authority));
  const dispatcher = new Agent({ connect: { ca: readFileSync(authority, 'utf8') } });
  const ask: Proxy['ask'] = async (path, { headers = {}, body } = {}) => {
    const method = body === undefined ? 'GET' : 'POST';
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await request(`https://localhost:${String(port)}${path}`, {
      dispatcher,
      method,
      headers: { ...headers },
      ...sent,
    });
    return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
  };
  await eventually(async () => (await ask('/health/live')).status === 200);
  return {
    ask,
    stop: async () => {
      await dispatcher.close();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      process.off('exit', remove);
      remove();
    },
  };
}

/** The Caddyfile as it is, but for the ports: those of the world may be taken here. */
async function adapt(
  environment: NodeJS.ProcessEnv,
  { doors, port }: { readonly doors: readonly string[]; readonly port: number },
): Promise<Adapted> {
  const told = {
    ...environment,
    GATEWAY_HOSTNAME: 'localhost',
    CONSOLE_HOSTNAME: 'console.localhost',
    GATEWAY_DOORS: doors.join(' '),
  };
  const { stdout, stderr, status } = spawnSync('caddy', ['adapt', '--config', 'docker/Caddyfile'], {
    env: told,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`docker/Caddyfile: ${stderr}`);
  const adapted = JSON.parse(stdout) as Adapted;
  adapted.admin = { listen: `127.0.0.1:${String(await freePort())}` };
  adapted.apps.http.http_port = await freePort();
  adapted.apps.http.https_port = port;
  for (const server of Object.values(adapted.apps.http.servers)) server.listen = [`127.0.0.1:${String(port)}`];
  return adapted;
}
