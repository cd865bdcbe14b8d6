import type { DialectSettings } from '#protocols';
import { DvcqgSettings } from '#protocols/dvcqg';

/** What describes the settings of a destination, by the dialect that it speaks. */
export const DIALECT_SETTINGS = { dvcqg: DvcqgSettings } satisfies DialectSettings;
