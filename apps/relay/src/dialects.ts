import type { DestinationSettings, PartnerClient, Writer } from '#protocols';
import { DvcqgSettings, dvcqgWriter } from '#protocols/dvcqg';
import { dvcqgClient } from '#protocols/dvcqg/client';
import { checkShape } from '#runtime';

/** Both halves of a destination's dialect. */
export interface Spoken {
  readonly writer: Writer;
  readonly client: PartnerClient;
}

const DIALECTS = {
  dvcqg: (settings: unknown, where: string): Spoken => {
    const checked = checkShape(DvcqgSettings, settings, where);
    return { writer: dvcqgWriter(checked), client: dvcqgClient(checked) };
  },
} satisfies Record<DestinationSettings['dialect'], (settings: unknown, where: string) => Spoken>;

/** Speaks a destination's dialect with its own settings. @throws ConfigurationError */
export function speak({ id, dialect, settings }: DestinationSettings): Spoken {
  return DIALECTS[dialect](settings, `destinations.${id}.settings`);
}
