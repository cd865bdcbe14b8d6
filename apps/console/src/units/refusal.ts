import { isUUID } from 'class-validator';
import { UnitRefused, type UnitRefusal } from '#ledger';
import { Refused } from '../problems/refused.ts';

const MOST_FAULTS = 100;

/** Does an act on units, and answers what the ledger refuses with its faults, line by line. */
export async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UnitRefused)) throw error;
    const faults = error.faults.slice(0, MOST_FAULTS);
    throw new Refused(error.code, {
      members: { ...error.more, ...(faults.length > 0 && { faults, faultsInAll: error.faults.length }) },
    });
  }
}

/** An id as it stands in an address; what is none names nothing. */
export function known(id: string, code: UnitRefusal): string {
  if (!isUUID(id)) throw new UnitRefused(code);
  return id;
}
