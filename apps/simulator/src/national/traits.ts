import { SETTING_RULES, type Settings } from '../portal/settings.ts';
import { textOf } from '../portal/status.ts';
import type { Traits } from '../portal/traits.ts';

/** The national portal. Source: protocols §1. */
export const NATIONAL: Traits<Settings> = {
  name: 'national',
  defaults: { lookup: 'steps', sessionSeconds: 600, dedupeTraces: false, newLoginEndsOld: false },
  rules: SETTING_RULES,
  codeOf: (item) => textOf(item['MaHoSo']),
  status: {
    ofRecord: (record) => textOf(record['TrangThaiHoSo']),
    ofStep: (step) => textOf(step['TrangThai']),
    timeOfStep: (step) => textOf(step['ThoiDiemXuLy']),
  },
};
