import type { LegalDay } from '#canonical';

/** What a client has already: everything up to that version, as it was on that day. */
export interface Since {
  readonly version: number;
  readonly day: LegalDay;
}
