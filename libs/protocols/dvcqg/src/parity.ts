import type { Parity } from '#protocols';
import { COMPARED_RECORD, COMPARED_STEP } from './compared-fields.ts';
import { HABITS } from './habits.ts';
import { readSentItems } from './sent-items.read.ts';
import { stepKey } from './step.write.ts';

/** How two systems that speak this dialect are compared. */
export const dvcqgParity: Parity = {
  itemsOf: readSentItems,
  record: COMPARED_RECORD,
  step: COMPARED_STEP,
  stepKey,
  sameStepBy: ['TrangThai', 'ThoiDiemXuLy'],
  habits: HABITS,
};
