import type { LocalDossier } from './one-stop.ts';
import { compactTime } from './times.ts';

export type WireItem = Readonly<Record<string, unknown>>;

/** What the other side of a door ought to hold of a dossier, from what its commune told and what it was answered. */
export interface Expected {
  readonly code: string;
  /** `TrangThaiHoSo` of the last record that was acknowledged. */
  readonly status: string | null;
  /** That record, as it was sent. */
  readonly record: WireItem | null;
  /** Each step that was acknowledged, once, in the order in which that happened first. */
  readonly steps: readonly WireItem[];
  /** What was sent, and by its answer (or for lack of one) may have arrived or not: no later record replaced it, no repetition proved it. */
  readonly unsure: { readonly record: WireItem | null; readonly steps: readonly WireItem[] };
  /** Steps of the commune's own database that its client never told anybody. */
  readonly untold: number;
}

interface Told {
  record: WireItem | null;
  unsureRecord: WireItem | null;
  readonly steps: Map<string, WireItem>;
  readonly unsureSteps: Map<string, WireItem>;
}

/** What the communes of a run told. */
export class Truth {
  private readonly told = new Map<string, Told>();

  record(item: WireItem, isAcknowledged: boolean): void {
    const told = this.of(item);
    told.unsureRecord = isAcknowledged ? null : item;
    if (isAcknowledged) told.record = item;
  }

  steps(items: readonly WireItem[], isAcknowledged: boolean): void {
    for (const item of items) {
      const { steps, unsureSteps } = this.of(item);
      const key = JSON.stringify(item);
      if (steps.has(key)) continue;
      if (isAcknowledged) unsureSteps.delete(key);
      (isAcknowledged ? steps : unsureSteps).set(key, item);
    }
  }

  private of(item: WireItem): Told {
    const code = String(item['MaHoSo']);
    const known = this.told.get(code) ?? { record: null, unsureRecord: null, steps: new Map(), unsureSteps: new Map() };
    this.told.set(code, known);
    return known;
  }

  /** What is to be expected of a dossier now. */
  expect({ facts, steps: local }: LocalDossier): Expected {
    const { record, unsureRecord, steps, unsureSteps } = this.of({ MaHoSo: facts.code });
    const moments = new Set([...steps.values(), ...unsureSteps.values()].map(momentOf));
    return {
      code: facts.code,
      status: record === null ? null : String(record['TrangThaiHoSo']),
      record,
      steps: [...steps.values()],
      unsure: { record: unsureRecord, steps: [...unsureSteps.values()] },
      untold: local.filter(({ at, content }) => !moments.has(`${compactTime(at)} ${content}`)).length,
    };
  }
}

function momentOf(step: WireItem): string {
  return `${String(step['ThoiDiemXuLy'])} ${String(step['NoiDungXuLy'])}`;
}
