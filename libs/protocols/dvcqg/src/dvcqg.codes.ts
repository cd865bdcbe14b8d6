import {
  APPLICANT_KINDS,
  CHANNELS,
  IDENTITY_KINDS,
  RETURN_METHODS,
  STATUSES,
  type CodeSnapshot,
  type LegalDay,
} from '#canonical';
import { Translation } from '#protocols';

/** The partner under whose name the code tables of this dialect are kept. */
export const DVCQG_PARTNER = 'national';

/** The tables that the dialect needs, each with the canonical values that it must map: a start with an incomplete one is refused. */
export const DVCQG_CODE_TABLES = {
  status: STATUSES.map(String),
  channel: CHANNELS,
  'applicant-kind': APPLICANT_KINDS,
  'identity-kind': IDENTITY_KINDS,
  'return-method': RETURN_METHODS,
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type DvcqgTable = keyof typeof DVCQG_CODE_TABLES;

/** Our values by the partner's codes on one day: the tables read backwards. */
export class BackTranslation {
  private readonly tables = new Map<DvcqgTable, ReadonlyMap<string, string>>();

  constructor(
    private readonly codes: CodeSnapshot,
    private readonly day: LegalDay,
    /** A form of dossier codes beside the common one. */
    readonly dossierCodePattern?: RegExp,
  ) {}

  /** Our value; undefined when the partner has no such code. */
  ours(table: DvcqgTable, code: string): string | undefined {
    return this.table(table).get(code);
  }

  /** Every code that the partner has in that table. */
  known(table: DvcqgTable): string[] {
    return [...this.table(table).keys()].toReversed();
  }

  private table(name: DvcqgTable): ReadonlyMap<string, string> {
    const known = this.tables.get(name) ?? this.invert(name);
    this.tables.set(name, known);
    return known;
  }

  /** Where two of our values have one code there, it means the first of them. */
  private invert(name: DvcqgTable): ReadonlyMap<string, string> {
    const pairs = DVCQG_CODE_TABLES[name].flatMap((ours) => {
      const code = this.codes.translate(DVCQG_PARTNER, name, ours, this.day);
      return code === undefined ? [] : [[code, ours] as const];
    });
    return new Map(pairs.toReversed());
  }
}

/** Looks codes up in the tables of this dialect, as they are on one day. */
export function translationOn(codes: CodeSnapshot, day: LegalDay, instead?: 'ours'): Translation<DvcqgTable> {
  return new Translation({ partner: DVCQG_PARTNER, codes, day, ...(instead && { instead }) });
}
