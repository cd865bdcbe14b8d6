import { DVCQG_CODE_TABLES, DVCQG_PARTNER, DvcqgSettings } from '#protocols/dvcqg';
import { LGSP_DOCUMENT_CODE_TABLES, LGSP_DOCUMENT_PARTNER, LgspDocumentSettings } from '#protocols/lgsp-document';
import type { DialectName, DialectSettings } from '#protocols';

/** The code tables that a dialect needs: whose they are, and the values of ours that each must map. */
export interface NeededTables {
  readonly partner: string;
  readonly needed: Readonly<Record<string, readonly string[]>>;
}

/** What describes the settings of a destination, by the dialect that it speaks. */
export const DIALECT_SETTINGS = {
  dvcqg: DvcqgSettings,
  'lgsp-document': LgspDocumentSettings,
} satisfies DialectSettings & Record<DialectName, unknown>;

/** The tables that each dialect needs. */
export const DIALECT_TABLES: Readonly<Record<keyof typeof DIALECT_SETTINGS, NeededTables>> = {
  dvcqg: { partner: DVCQG_PARTNER, needed: DVCQG_CODE_TABLES },
  'lgsp-document': { partner: LGSP_DOCUMENT_PARTNER, needed: LGSP_DOCUMENT_CODE_TABLES },
};
