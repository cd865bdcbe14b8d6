import { expect } from '@jest/globals';
import { ShadowArchive, type ArchivedItem, type DestinationView } from '#ledger';
import type { DestinationSettings } from '#protocols';
import { openLog } from '#runtime';
import { Runner } from '../../../apps/relay/src/claim/runner.ts';
import { eventually } from '../../support/eventually.ts';
import { callNational, loginAt } from '../../support/harness/national-client.ts';
import type { HeldThere } from '../../support/harness/simulated-portal.ts';
import { receipts, submit, TEST_SECRETS } from '../../support/open-test-ledger.ts';
import { openTestRoad, type TestRoad } from './open-test-road.ts';

const ACCOUNT = { username: 'u', password: 'p' };

/** A destination that goes from one mode to the other, the relays that work it, and the system that it had before. */
export class ShadowStage {
  private readonly runners: Runner[] = [];
  private serial = 0;
  private settings: Partial<DestinationSettings> = {};

  private constructor(
    readonly test: TestRoad,
    readonly archive: ShadowArchive,
    private readonly day: string,
  ) {}

  /** `day`: `yyMMdd` of the dossier codes. `settingsAt` as for a test road. */
  static async open(
    day: string,
    more: Partial<DestinationSettings> = {},
    settingsAt?: Parameters<typeof openTestRoad>[1],
  ): Promise<ShadowStage> {
    const test = await openTestRoad(more, settingsAt);
    const archive = ShadowArchive.open(test.t.url, { wrappingKey: TEST_SECRETS.wrappingKey, log: openLog('test') });
    return new ShadowStage(test, archive, day);
  }

  async close(): Promise<void> {
    await this.stop();
    await this.archive.close();
    await this.test.close();
  }

  /** As an operator changes it: nothing runs, the ledger is told, and relays start with it. */
  async restartAs(settings: Partial<DestinationSettings>, relays = 1): Promise<void> {
    await this.stop();
    this.settings = settings;
    await this.test.configure(settings);
    for (let at = 0; at < relays; at += 1) this.start();
  }

  start(more: Partial<DestinationSettings> = {}): Runner {
    const runner = new Runner(this.test.roadAs({ ...this.settings, ...more }), undefined);
    runner.start();
    this.runners.push(runner);
    return runner;
  }

  async stop(): Promise<void> {
    await Promise.all(this.runners.splice(0).map((runner) => runner.stop()));
  }

  newCode(): string {
    this.serial += 1;
    return `H56.14797-${this.day}-${String(this.serial).padStart(4, '0')}`;
  }

  /** Sends items as one request of a commune. */
  async send(...items: Parameters<typeof submit>[2]): Promise<void> {
    const { ledger, a } = this.test.t;
    for (const receipt of await receipts(submit(ledger, a, items))) expect(receipt.problems).toEqual([]);
  }

  async statesOf(codes: readonly string[]): Promise<string[]> {
    const { rows } = await this.test.db.query<{ state: string }>(
      'SELECT l.state FROM lane l JOIN dossier o ON o.id = l.dossier_id WHERE o.code = ANY($1) ORDER BY o.code',
      [codes],
    );
    return rows.map(({ state }) => state);
  }

  /** Waits until all these dossiers stand so, none of them in shadow any more where the destination is live. */
  settled(codes: readonly string[], state = 'idle'): Promise<void> {
    return eventually(async () => {
      // In one look: between two of them a lane that was still in shadow may have left it and not be at rest any more.
      const { rows } = await this.test.db.query<{ state: string; left: boolean }>(
        `SELECT l.state, l.shadow = (d.mode = 'shadow') AS left FROM lane l
            JOIN dossier o ON o.id = l.dossier_id JOIN destination d ON d.id = l.destination WHERE o.code = ANY($1)`,
        [codes],
      );
      expect(rows).toEqual(codes.map(() => ({ state, left: true })));
    });
  }

  /** What was kept of a dossier. */
  async kept(code: string): Promise<readonly ArchivedItem[]> {
    for await (const dossier of this.archive.walk('national', { from: undefined, to: undefined }))
      if (dossier.code === code) return dossier.items;
    return [];
  }

  /** The former system tells the portal something that the gateway has only kept. */
  async tellAsBefore(items: readonly ArchivedItem[]): Promise<void> {
    const { url } = this.test.portal;
    const session = await loginAt(url, ACCOUNT);
    for (const { service, wire } of items) {
      const records = { service: 'DongBoHoSoMC', isUpdating: service === 'create' ? 'False' : 'True' };
      const kind = service === 'steps' ? { service: 'CapNhatTienDoHoSoMC' } : records;
      const answer = await callNational(url, { session, madonvi: '000.00.00.H56', ...kind, data: [wire] });
      expect([answer.error_code, answer.message]).toEqual([0, expect.anything()]);
    }
  }

  async held(code: string): Promise<HeldThere> {
    const held = await this.test.portal.read(code);
    if (held === undefined) throw new Error(`the portal has no ${code}`);
    return held;
  }

  /** What the portal was told of a dossier, in order: `r2` a record of status 2, `s4` a step of status 4. */
  async told(code: string): Promise<string> {
    const { records, steps } = await this.held(code);
    const all = [
      ...records.map(({ n, item }) => ({ n, text: `r${String(item['TrangThaiHoSo'])}` })),
      ...steps.map(({ n, item }) => ({ n, text: `s${String(item['TrangThai'])}` })),
    ];
    return all
      .sort((a, b) => a.n - b.n)
      .map(({ text }) => text)
      .join(' ');
  }

  async view(code: string): Promise<DestinationView> {
    const view = await this.test.t.ledger.readDossier(this.test.t.a, code);
    const [destination] = typeof view === 'string' ? [] : view.destinations;
    if (destination === undefined) throw new Error(`no lane of ${code}`);
    return destination;
  }

  /** Rows about a dossier. */
  async rowsOf(
    code: string,
    table: 'outcome' | 'attempt' | 'lane' | 'lane_item' | 'lane_check',
  ): Promise<Record<string, unknown>[]> {
    const { rows } = await this.test.db.query<Record<string, unknown>>(
      `SELECT r.* FROM ${table} r JOIN dossier o ON o.id = r.dossier_id WHERE o.code = $1`,
      [code],
    );
    return rows;
  }
}
