import type { ProcedureDetail, ProcedureDuration } from '#canonical';
import type { ProcedureTraits } from './dossier-sides.ts';

const NOT_KNOWN: ProcedureTraits = { endsInPaper: undefined, hasFee: undefined, mostDays: undefined };
const HOURS_OF_A_DAY = 8;

/** What of a procedure decides figures; undefined: the catalogue has no record of it. A fee that is said in words alone is a fee. */
export function traitsOf(detail: Pick<ProcedureDetail, 'results' | 'fees' | 'durations'> | undefined): ProcedureTraits {
  if (detail === undefined) return NOT_KNOWN;
  const days = detail.durations.flatMap(workingDaysOf);
  return {
    endsInPaper: detail.results.length > 0,
    hasFee: detail.fees.some(({ amount }) => amount !== 0),
    mostDays: days.length === 0 ? undefined : Math.max(...days),
  };
}

/** Only what is said in working days or hours; of calendar days the formula says nothing. */
function workingDaysOf({ value, unit }: ProcedureDuration): number[] {
  const said = unit.normalize('NFC').trim().toLowerCase();
  if (value === null) return [];
  if (said === 'ngày làm việc') return [value];
  return said === 'giờ làm việc' || said === 'giờ' ? [value / HOURS_OF_A_DAY] : [];
}
