import type { Selection } from '../../../contract/replays.ts';

export type Way = 'dossier' | 'incident' | 'list' | 'filter';

interface Day {
  readonly format: (template: string) => string;
  readonly add: (count: number, unit: 'day') => Day;
}

/** What the form of a new replay holds; only the fields of its way are there. */
export interface Chosen {
  readonly way: Way;
  readonly dossierCode?: string;
  readonly incidentId?: string;
  readonly codes?: string;
  readonly destination?: string;
  readonly unit?: string;
  readonly procedure?: string;
  readonly state?: string;
  readonly from?: Day | null;
  readonly to?: Day | null;
}

/** The selection that was chosen; undefined where it would be none at all. Days are legal days of Vietnam, the last one included. */
export function selectionOf(chosen: Chosen): Selection | undefined {
  switch (chosen.way) {
    case 'dossier':
      return named('dossierCode', chosen.dossierCode);
    case 'incident':
      return named('incidentId', chosen.incidentId);
    case 'list': {
      const codes = [...new Set((chosen.codes ?? '').split(/[\s,;]+/).filter((code) => code !== ''))];
      return codes.length === 0 ? undefined : { codes };
    }
    case 'filter':
      return filterOf(chosen);
  }
}

function named(name: 'dossierCode' | 'incidentId', typed = ''): Selection | undefined {
  return typed.trim() === '' ? undefined : { [name]: typed.trim() };
}

function filterOf({ destination, unit, procedure, state, from, to }: Chosen): Selection | undefined {
  const all = {
    ...{ destination, unit: unit?.trim(), procedure: procedure?.trim(), state },
    from: midnight(from),
    to: midnight(to?.add(1, 'day')),
  };
  const present = Object.entries(all).filter(([, value]) => value !== undefined && value !== '');
  return present.length === 0 ? undefined : { filter: Object.fromEntries(present) };
}

function midnight(day: Day | null | undefined): string | undefined {
  return day === null || day === undefined ? undefined : `${day.format('YYYY-MM-DD')}T00:00:00+07:00`;
}
