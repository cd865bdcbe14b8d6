import type { DestinationSettings, PartnerClient, Writer } from '#protocols';
import { DVCQG_CODE_TABLES, DVCQG_PARTNER, DvcqgSettings, dvcqgWriter, lookupsOver } from '#protocols/dvcqg';
import { dvcqgClient } from '#protocols/dvcqg/client';
import type { CodeSnapshot, LegalDay, LookupCapability } from '#canonical';
import { checkShape, ConfigurationError } from '#runtime';

/** Both halves of a destination's dialect. */
export interface Spoken {
  readonly writer: Writer;
  readonly client: PartnerClient;
  /** The code tables that the dialect needs, with every value that they must map. */
  readonly tables: { readonly partner: string; readonly needed: Readonly<Record<string, readonly string[]>> };
}

const DIALECTS = {
  dvcqg: ({ id, lookup, settings }: DestinationSettings): Spoken => {
    const checked = checkShape(DvcqgSettings, settings, `destinations.${id}.settings`);
    checkLookup(`destinations.${id}.lookup`, lookup, lookupsOver(settings));
    const tables = { partner: DVCQG_PARTNER, needed: DVCQG_CODE_TABLES };
    return { writer: dvcqgWriter(checked), client: dvcqgClient(checked), tables };
  },
} satisfies Record<DestinationSettings['dialect'], (destination: DestinationSettings) => Spoken>;

/** Speaks a destination's dialect with its own settings. @throws ConfigurationError */
export function speak(destination: DestinationSettings): Spoken {
  return DIALECTS[destination.dialect](destination);
}

/** A look-up that nobody answers would leave every doubt open for ever. @throws ConfigurationError */
function checkLookup(where: string, lookup: LookupCapability, offered: readonly LookupCapability[]): void {
  if (offered.includes(lookup)) return;
  const right = offered.join(' | ');
  const fault = `${where}: nơi này không tra cứu được như vậy, viết ${right} / this cannot be looked up over this transport, write ${right}`;
  throw new ConfigurationError([fault]);
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
