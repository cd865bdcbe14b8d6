import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ready } from '../support/edition.ts';
import { asCommune, dossierOf, heldCodes } from '../support/edition-calls.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { Container } from '../support/image/container.ts';
import type { BuiltImage, ImageStore } from '../support/image/image-store.ts';
import { STOP_WITHIN_S, type Checks } from './image-production.ts';

/** The image of the try-out: its demo arrives, SIGTERM ends it, and after SIGKILL it finds everything again. */
export async function proveStandalone(store: ImageStore, image: BuiltImage, say: (line: string) => void): Promise<Checks> {
  const data = mkdtempSync(join(tmpdir(), 'one-stop-image-data-'));
  chownSync(data, 10_001, 10_001);
  const [door, desk, simulator] = [await freePort(), await freePort(), await freePort()];
  const environment = {
    ...{ BIND_ADDRESS: '127.0.0.1', PARTNER_API_PORT: String(door) },
    ...{ CONSOLE_PORT: String(desk), SIMULATOR_PORT: String(simulator) },
  };
  const mounts = [{ source: data, target: '/data', writable: true }];
  const lives: Container[] = [];
  const start = async (): Promise<Container> => {
    const life = await Container.start(store, { name: 'standalone', image, environment, mounts });
    lives.push(life);
    return life;
  };
  const readyFile = join(data, 'ready.json');
  const ready = async (life: Container): Promise<Ready> => {
    await eventually(() => existsSync(readyFile) || life.hasEnded, { withinMs: 180_000 });
    return JSON.parse(readFileSync(readyFile, 'utf8')) as Ready;
  };
  try {
    const first = await start();
    const codes = await heldCodes(await ready(first));
    const health = await first.health();
    const listed = await first.execute(['node', '/app/docker/entry.mjs', 'client', 'list']);
    const sent = await asCommune(await ready(first), 'dossiers', dossierOf('H56.14797'));
    first.kill();
    await first.ended;
    rmSync(readyFile);
    const second = await start();
    const again = await asCommune(await ready(second), 'dossiers', dossierOf('H56.14797'));
    const { how, seconds } = await second.stop();
    say(`standalone ended with ${String(how)} after ${seconds.toFixed(1)} s`);
    return {
      'the standalone image brings its demo through': codes.length === 240 && health.code === 0,
      'a command works beside the standalone image': listed.code === 0 && listed.output.includes('commune-14797'),
      'the standalone image finds everything again after SIGKILL': again.body.receiptId === sent.body.receiptId,
      'the standalone image ends in time': how === 0 && seconds < STOP_WITHIN_S,
    };
  } catch (error) {
    for (const { output } of lives) console.error(`--- standalone\n${output.slice(-4_000)}`);
    throw error;
  } finally {
    for (const life of lives) life.kill();
    rmSync(data, { recursive: true, force: true });
  }
}
