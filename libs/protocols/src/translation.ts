import type { CodeSnapshot, LegalDay } from '#canonical';
import type { MissingCode } from './writer.ts';

/** By whose tables and on which day codes are looked up. `instead`: what stands for a missing one; ours only where it is but shown. */
export interface TranslationOf {
  readonly partner: string;
  readonly codes: CodeSnapshot;
  readonly day: LegalDay;
  readonly instead?: 'nothing' | 'ours';
}

/** Looks codes up on one day and notes every one that is missing, so that a person can map all of them in one go. */
export class Translation<Table extends string = string> {
  private readonly gaps = new Map<string, MissingCode>();

  constructor(private readonly of: TranslationOf) {}

  /** The partner's code, or ours where it is only shown. A missing one is noted, and so is a row that maps to nothing: a blank is no code. */
  code(table: Table, from: string, field: string): string {
    const { partner, codes, day, instead } = this.of;
    const code = codes.translate(partner, table, from, day) ?? '';
    if (code.trim() !== '') return code;
    this.note({ table, code: from, field });
    return instead === 'ours' ? from : code;
  }

  /** Notes a missing code; the same code in several places is one task. */
  note(gap: Omit<MissingCode, 'partner'>): void {
    const key = `${gap.table}|${gap.code}`;
    if (!this.gaps.has(key)) this.gaps.set(key, { partner: this.of.partner, ...gap });
  }

  /** Every code that was missing so far. */
  get missing(): readonly MissingCode[] {
    return [...this.gaps.values()];
  }
}
