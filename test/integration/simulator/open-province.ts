import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '../../../apps/simulator/src/start.ts';
import {
  aDocument,
  aTrace,
  callProvince,
  fetchToken,
  PROVINCE_ACCOUNT,
  type ProvinceAnswer,
} from '../../support/harness/province-client.ts';
import { SimulatedPortal, type HeldThere } from '../../support/harness/simulated-portal.ts';

/** A simulated provincial portal, and a client that tells it of one dossier. */
export class TestProvince {
  readonly code = 'H56.14797-261123-0001';
  readonly portal: SimulatedPortal;
  /** With which the client calls. */
  token = '';

  private constructor(
    private readonly simulator: Awaited<ReturnType<typeof startSimulator>>,
    private readonly dataDir: string,
  ) {
    this.portal = new SimulatedPortal(simulator.url, 'province');
  }

  static async open(): Promise<TestProvince> {
    const dataDir = mkdtempSync(join(tmpdir(), 'simulator-'));
    const national = { username: 'u', password: 'p' };
    const options = { port: 0, bindAddress: '127.0.0.1', dataDir, national, province: PROVINCE_ACCOUNT };
    return new TestProvince(await startSimulator(options), dataDir);
  }

  get url(): string {
    return this.simulator.url;
  }

  async close(): Promise<void> {
    await this.simulator.close();
    rmSync(this.dataDir, { recursive: true });
  }

  /** Empties the portal and fetches a token. */
  async reset(): Promise<void> {
    await fetch(`${this.url}/_sim/reset`, { method: 'POST' });
    this.token = await fetchToken(this.url);
  }

  send(service: string, body: unknown): Promise<ProvinceAnswer> {
    return callProvince(this.url, { token: this.token, service, body });
  }

  sync(more: object = {}): Promise<ProvinceAnswer> {
    return this.send('SyncDocument', aDocument(this.code, more));
  }

  trace(more: object = {}): Promise<ProvinceAnswer> {
    return this.send('UpdateDocumentTraces', aTrace(this.code, more));
  }

  async held(): Promise<HeldThere> {
    const held = await this.portal.read(this.code);
    if (held === undefined) throw new Error('the portal has nothing of it');
    return held;
  }

  async tracesHeld(): Promise<number> {
    return (await this.held()).steps.length;
  }

  /** Of the calls about the dossier, in order. */
  async outcomes(): Promise<string[]> {
    return (await this.held()).calls.map(({ outcome }) => outcome);
  }
}
