import type { DestinationSettings, PartnerClient, Writer } from '#protocols';
import { DVCQG_CODE_TABLES, DVCQG_PARTNER, DvcqgSettings, dvcqgWriter } from '#protocols/dvcqg';
import { dvcqgClient } from '#protocols/dvcqg/client';
import type { CodeSnapshot, LegalDay } from '#canonical';
import { checkShape, ConfigurationError } from '#runtime';
import type { DIALECT_SETTINGS } from './dialect-settings.ts';

/** Both halves of a destination's dialect. */
export interface Spoken {
  readonly writer: Writer;
  readonly client: PartnerClient;
  /** The code tables that the dialect needs, with every value that they must map. */
  readonly tables: { readonly partner: string; readonly needed: Readonly<Record<string, readonly string[]>> };
}

type Speak = (settings: unknown, where: string) => Spoken;

const DIALECTS = {
  dvcqg: (settings: unknown, where: string): Spoken => {
    const checked = checkShape(DvcqgSettings, settings, where);
    const tables = { partner: DVCQG_PARTNER, needed: DVCQG_CODE_TABLES };
    return { writer: dvcqgWriter(checked), client: dvcqgClient(checked), tables };
  },
} satisfies Record<keyof typeof DIALECT_SETTINGS, Speak>;

/** Speaks a destination's dialect with its own settings. @throws ConfigurationError */
export function speak({ id, dialect, settings }: DestinationSettings): Spoken {
  const speakIt = (DIALECTS as Readonly<Partial<Record<string, Speak>>>)[dialect];
  if (speakIt === undefined) throw new Error(`nobody speaks ${dialect}`);
  return speakIt(settings, `destinations.${id}.settings`);
}

/** Refuses code tables that leave a value of ours without a counterpart today: it would hold every dossier that needs it. @throws ConfigurationError */
export function checkTables({ tables }: Spoken, codes: CodeSnapshot, day: LegalDay): void {
  const { partner, needed } = tables;
  const gaps = Object.entries(needed).flatMap(([table, values]) =>
    values
      .filter((value) => codes.translate(partner, table, value, day) === undefined)
      .map((value) => `config/code-tables/${partner}/${table}.csv: thiếu mã / a code is missing: ${value}`),
  );
  if (gaps.length > 0) throw new ConfigurationError(gaps);
}
