import type { DialectName, DialectSettings } from '#protocols';
import { DvcqgSettings } from '#protocols/dvcqg';
import { LgspDocumentSettings } from '#protocols/lgsp-document';

/** What describes the settings of a destination, by the dialect that it speaks. */
export const DIALECT_SETTINGS = {
  dvcqg: DvcqgSettings,
  'lgsp-document': LgspDocumentSettings,
} satisfies DialectSettings & Record<DialectName, unknown>;
