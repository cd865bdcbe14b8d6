import { canonicalText } from '#canonical';
import type { SentItem, WireItem } from '#protocols';
import { Spool, type Spooled } from './spool.ts';

/** What the other system sent of one dossier: its last record, and its steps in the order in which they were told. */
export interface SentDossier {
  readonly record: WireItem | undefined;
  readonly steps: readonly WireItem[];
}

interface Entry {
  record: Spooled | undefined;
  readonly steps: Spooled[];
}

/** What the other system sent, by dossier: in memory only where it lies, about as much per item as its code is long. */
export class ExportIndex {
  private readonly entries = new Map<string, Entry>();

  private constructor(private readonly spool: Spool) {}

  static async open(): Promise<ExportIndex> {
    return new ExportIndex(await Spool.open());
  }

  async add({ kind, code, item }: SentItem): Promise<void> {
    const key = codeKey(code);
    const entry = this.entries.get(key) ?? { record: undefined, steps: [] };
    this.entries.set(key, entry);
    const spooled = await this.spool.put(item);
    if (kind === 'record') entry.record = spooled;
    else entry.steps.push(spooled);
  }

  /** Takes a dossier out; undefined = it was never sent. */
  async take(code: string): Promise<SentDossier | undefined> {
    const key = codeKey(code);
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    this.entries.delete(key);
    const record = entry.record === undefined ? undefined : await this.spool.get(entry.record);
    return { record, steps: await Promise.all(entry.steps.map((step) => this.spool.get(step))) };
  }

  /** The dossiers that were not taken. */
  left(): string[] {
    return [...this.entries.keys()];
  }

  close(): Promise<void> {
    return this.spool.close();
  }
}

/** Codes are the same trimmed and in any case. */
function codeKey(code: string): string {
  return canonicalText(code).toUpperCase();
}
