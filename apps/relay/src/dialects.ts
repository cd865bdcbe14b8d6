import type { DestinationSettings, DialectName, Parity, PartnerClient, Writer } from '#protocols';
import { DVCQG_CODE_TABLES, DVCQG_PARTNER, dvcqgParity, DvcqgSettings, dvcqgWriter } from '#protocols/dvcqg';
import { dvcqgClient } from '#protocols/dvcqg/client';
import {
  INTEGER_CODE,
  LGSP_DOCUMENT_CODE_TABLES,
  LGSP_DOCUMENT_PARTNER,
  LgspDocumentSettings,
  lgspDocumentWriter,
} from '#protocols/lgsp-document';
import { lgspDocumentClient } from '#protocols/lgsp-document/client';
import type { CodeSnapshot, LegalDay } from '#canonical';
import { checkShape, ConfigurationError } from '#runtime';

/** The code tables that a dialect needs, with every value that they must map and what a code of it looks like. */
interface NeededTables {
  readonly partner: string;
  readonly needed: Readonly<Record<string, readonly string[]>>;
  readonly code: RegExp;
}

/** Both halves of a destination's dialect. */
export interface Spoken {
  readonly writer: Writer;
  readonly client: PartnerClient;
  readonly tables: NeededTables;
  /** A record creates the dossier where there is none: that one is taken never shows that the dossier was there. */
  readonly upserts: boolean;
  /** Which members of its items name nobody; absent = nothing is known of them. */
  readonly fields?: Pick<Parity, 'record' | 'step'>;
  /** Who sees to what the destination refuses for its content: whoever knows what it wants. */
  readonly mends: 'commune' | 'province';
}

const ANY_CODE = /\S/;

const DIALECTS = {
  dvcqg: (settings: unknown, where: string): Spoken => {
    const checked = checkShape(DvcqgSettings, settings, where);
    const tables = { partner: DVCQG_PARTNER, needed: DVCQG_CODE_TABLES, code: ANY_CODE };
    const [writer, client] = [dvcqgWriter(checked), dvcqgClient(checked)];
    return { writer, client, tables, fields: dvcqgParity, upserts: false, mends: 'commune' };
  },
  'lgsp-document': (settings: unknown, where: string): Spoken => {
    const checked = checkShape(LgspDocumentSettings, settings, where);
    const tables = { partner: LGSP_DOCUMENT_PARTNER, needed: LGSP_DOCUMENT_CODE_TABLES, code: INTEGER_CODE };
    return { writer: lgspDocumentWriter(checked), client: lgspDocumentClient(checked), tables, upserts: true, mends: 'province' };
  },
} satisfies Record<DialectName, (settings: unknown, where: string) => Spoken>;

/** Speaks a destination's dialect with its own settings. @throws ConfigurationError */
export function speak({ id, dialect, lookup, settings }: DestinationSettings): Spoken {
  const spoken = DIALECTS[dialect](settings, `destinations.${id}.settings`);
  if (lookup === 'none' || spoken.client.lookup !== undefined) return spoken;
  throw new ConfigurationError([
    `destinations.${id}.lookup: phương ngữ ${dialect} không tra cứu được, hãy đặt none / ${dialect} has no look-up, set none`,
  ]);
}

/** Refuses code tables that leave a value of ours without a counterpart today: it would hold every dossier that needs it. @throws ConfigurationError */
export function checkTables({ tables }: Spoken, codes: CodeSnapshot, day: LegalDay): void {
  const { partner, needed, code } = tables;
  const gaps = Object.entries(needed).flatMap(([table, values]) =>
    values.flatMap((value) => {
      const there = codes.translate(partner, table, value, day);
      const file = `config/code-tables/${partner}/${table}.csv`;
      if (there === undefined) return [`${file}: thiếu mã / a code is missing: ${value}`];
      return code.test(there) ? [] : [`${file}: ${value}: mã không hợp lệ / no valid code: ${there}`];
    }),
  );
  if (gaps.length > 0) throw new ConfigurationError(gaps);
}
