import { Chance } from './chance.ts';
import type { Cluster, Commune } from './cluster.ts';
import { askDoor } from './door-client.ts';
import { fullDossier } from './full-dossier.ts';

const DOSSIERS = 10;
const FROM = Date.UTC(2026, 0, 7, 1);
const TURNED = 5;

/** What makes a writer different from others. */
export interface FeedWriterOptions {
  readonly commune: Commune;
  readonly number: number;
  readonly seed: number;
  /** Dossiers that others write at the same time; in the order in which this one touches them, first and last of every batch. */
  readonly crossed: readonly string[];
}

/** Writes steps of which each changes the status of its dossier, in batches, through any door, and again until it is answered. */
export class FeedWriter {
  /** Ids of the steps of its own dossiers, as the receipts name them. */
  readonly itemIds: string[] = [];
  private readonly chance: Chance;
  private readonly codes: readonly string[];
  private round = 0;

  constructor(
    private readonly cluster: Cluster,
    private readonly options: FeedWriterOptions,
  ) {
    this.chance = new Chance(options.seed * 1_000 + options.number);
    const { commune, number } = options;
    this.codes = Array.from({ length: DOSSIERS }, (_, index) => codeOf(commune, 100 * (number + 1) + index));
  }

  async begin(): Promise<void> {
    await this.post('dossiers', [...this.codes, ...this.options.crossed].map(firstVersion));
  }

  /** Writes until it has made that many changes. */
  async write(changes: number): Promise<void> {
    while (this.itemIds.length < changes) await this.writeRound();
  }

  private async writeRound(): Promise<void> {
    this.round += 1;
    const [first, last] = this.options.crossed;
    const crossed = (code: string | undefined): Record<string, unknown>[] => (code === undefined ? [] : [this.step(code)]);
    const items = [...crossed(first), ...this.codes.map((code) => this.step(code)), ...crossed(last)];
    const receipts = await this.post('status-changes', items);
    for (const { dossierCode, itemId } of receipts) if (this.codes.includes(dossierCode)) this.itemIds.push(itemId);
  }

  private step(dossierCode: string): Record<string, unknown> {
    const { commune, number } = this.options;
    return {
      ...{ dossierCode, status: this.round % 2 === 0 ? TURNED : 4, officer: officerOf(commune) },
      occurredAt: new Date(FROM + this.round * 60_000 + number * 1_000).toISOString(),
      content: `Bước ${String(this.round)} của ${String(number)}`,
    };
  }

  private async post(what: string, items: readonly unknown[]): Promise<readonly { dossierCode: string; itemId: string }[]> {
    for (;;) {
      const url = `${this.chance.pick(this.cluster.doorUrls)}/v1/${what}`;
      // No answer in time: a door stands still. What it was given goes again and comes to the same.
      const answer = await askDoor(url, { method: 'POST', apiKey: this.options.commune.apiKey, body: { items } }).catch(
        () => undefined,
      );
      if (answer?.status === 202)
        return (answer.body as { receipts: readonly { dossierCode: string; itemId: string }[] }).receipts;
      if (answer !== undefined && answer.status < 500) throw new Error(`${what}: ${JSON.stringify(answer)}`);
    }
  }
}

/** A dossier of that commune that several writers touch. */
export function crossedCode(commune: Commune, letter: 'A' | 'B'): string {
  return codeOf(commune, letter === 'A' ? 1 : 2);
}

/** Whom the feed names for steps of a commune, and of no other. */
export function officerOf({ unit }: Commune): string {
  return `Cán bộ ${unit}`;
}

function codeOf({ unit }: Commune, number: number): string {
  return `H56.${unit}-260107-${String(number).padStart(4, '0')}`;
}

function firstVersion(code: string): object {
  return fullDossier(code, { status: 2, variety: 1, receivedAt: '2026-01-07T08:00:00+07:00' });
}
