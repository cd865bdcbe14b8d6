import {
  OutcomeCatalogue,
  type CatalogueSource,
  type DestinationSettings,
  type DialectName,
  type OutcomeCauses,
  type OwnOutcomes,
  type Parity,
  type PartnerClient,
  type WireItem,
  type Writer,
} from '#protocols';
import {
  DVCQG_CODE_TABLES,
  DVCQG_PARTNER,
  dvcqgParity,
  DvcqgSettings,
  dvcqgWriter,
  OUTCOME_CAUSES as NATIONAL_CAUSES,
} from '#protocols/dvcqg';
import { dvcqgCatalogue, dvcqgClient, dvcqgPublicCatalogue } from '#protocols/dvcqg/client';
import {
  INTEGER_CODE,
  LGSP_DOCUMENT_CODE_TABLES,
  LGSP_DOCUMENT_PARTNER,
  LgspDocumentSettings,
  factsTold,
  lgspDocumentWriter,
  OUTCOME_CAUSES as PROVINCE_CAUSES,
} from '#protocols/lgsp-document';
import { lgspDocumentClient } from '#protocols/lgsp-document/client';
import type { CodeSnapshot, LegalDay, ManifestFacts } from '#canonical';
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
  /** What the destination can say of a dossier that it was told so, in its manifests; absent = it makes none. */
  readonly factsTold?: (record: WireItem, steps: readonly WireItem[]) => ManifestFacts;
  /** Where its catalogue is read; undefined: nowhere. */
  readonly catalogues: { readonly own: CatalogueSource | undefined; readonly cross: CatalogueSource | undefined };
  /** What its answers mean to people, and who can do something about them. */
  readonly catalogue: OutcomeCatalogue;
}

type Half = Omit<Spoken, 'catalogue' | 'catalogues'> & { readonly causes: OutcomeCauses };

const ANY_CODE = /\S/;

const DIALECTS = {
  dvcqg: (settings: unknown, where: string): Half => {
    const checked = checkShape(DvcqgSettings, settings, where);
    const tables = { partner: DVCQG_PARTNER, needed: DVCQG_CODE_TABLES, code: ANY_CODE };
    const [writer, client] = [dvcqgWriter(checked), dvcqgClient(checked)];
    return { writer, client, tables, fields: dvcqgParity, upserts: false, causes: NATIONAL_CAUSES };
  },
  'lgsp-document': (settings: unknown, where: string): Half => {
    const checked = checkShape(LgspDocumentSettings, settings, where);
    const tables = { partner: LGSP_DOCUMENT_PARTNER, needed: LGSP_DOCUMENT_CODE_TABLES, code: INTEGER_CODE };
    return {
      writer: lgspDocumentWriter(checked),
      client: lgspDocumentClient(checked),
      tables,
      factsTold,
      upserts: true,
      causes: PROVINCE_CAUSES,
    };
  },
} satisfies Record<DialectName, (settings: unknown, where: string) => Half>;

/** Speaks a destination's dialect with its own settings; `own`: what an operator has added to the outcome tables. @throws ConfigurationError */
export function speak(destination: DestinationSettings, own: OwnOutcomes = {}): Spoken {
  const { id, dialect, lookup, settings } = destination;
  const { causes, client, ...half } = DIALECTS[dialect](settings, `destinations.${id}.settings`);
  const catalogue = new OutcomeCatalogue(causes, own[dialect]);
  if (lookup === 'none' || client.lookup !== undefined) {
    return { ...half, catalogue, catalogues: cataloguesOf(destination), client: catalogue.over(client) };
  }
  throw new ConfigurationError([
    `destinations.${id}.lookup: phương ngữ ${dialect} không tra cứu được, hãy đặt none / ${dialect} has no look-up, set none`,
  ]);
}

/** Where the catalogue is read, and what it is compared with. Connections come up with the first call. */
function cataloguesOf({ id, dialect, settings, catalogue }: DestinationSettings): Spoken['catalogues'] {
  if (dialect !== 'dvcqg' || catalogue === undefined) return { own: undefined, cross: undefined };
  const checked = checkShape(DvcqgSettings, settings, `destinations.${id}.settings`);
  const { crossCheck } = catalogue;
  return { own: dvcqgCatalogue(checked), cross: crossCheck && dvcqgPublicCatalogue(crossCheck, checked) };
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
