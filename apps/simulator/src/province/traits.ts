import { oneOf, SETTING_RULES, yesOrNo, type Settings } from '../portal/settings.ts';
import { textOf } from '../portal/status.ts';
import type { Traits } from '../portal/traits.ts';
import { readDate } from './date.ts';

/** What a test may set at the provincial portal: beside the common settings those that decide an assumption. */
export interface ProvinceSettings extends Settings {
  /** A6: a dossier that is known is updated; else it is refused as existing. */
  readonly upsert: boolean;
  /** A8: `Attachments` may be empty. */
  readonly acceptsNoAttachments: boolean;
  /** A9: a trace must carry a status code of the national portal; else any integer, or none. */
  readonly traceStatus: 'national' | 'any';
}

const NATIONAL_STATUSES = 10;

export function isNationalStatus(status: unknown): status is number {
  return Number.isInteger(status) && (status as number) >= 1 && (status as number) <= NATIONAL_STATUSES;
}

/** The provincial portal. It has no service to look anything up: `lookup` is there, and without effect. */
export const PROVINCE: Traits<ProvinceSettings> = {
  name: 'province',
  defaults: {
    ...{ lookup: 'none', sessionSeconds: 3_600, dedupeTraces: true, newLoginEndsOld: false },
    ...{ upsert: true, acceptsNoAttachments: true, traceStatus: 'national' },
  },
  rules: { ...SETTING_RULES, upsert: yesOrNo, acceptsNoAttachments: yesOrNo, traceStatus: oneOf('national', 'any') },
  codeOf: (item) => textOf(item['DocCode']),
  status: {
    ofRecord: (record) => String(record['Status']),
    ofStep: ({ Status }) => (isNationalStatus(Status) ? String(Status) : undefined),
    timeOfStep: (step) => new Date(readDate(textOf(step['DateCreated'])) ?? 0).toISOString(),
  },
};
