import type { Selection } from '../../../contract/replays.ts';
import { formatTime } from '../format/time.ts';
import type { Texts } from '../texts/dictionaries.ts';

const SHOWN = 2;

/** A selection in a line: the first codes of a list, `Theo bộ lọc: 14797, 2.000815, Chờ mã, 23/11/2026 00:00 –`. */
export function describeSelection({ dossierCode, incidentId, codes, filter }: Selection, t: Texts): string {
  const { ways } = t.replays;
  if (dossierCode !== undefined) return `${ways.dossier}: ${dossierCode}`;
  if (incidentId !== undefined) return `${ways.incident}: ${incidentId}`;
  if (codes !== undefined) return `${ways.list}: ${codes.slice(0, SHOWN).join(', ')}${codes.length > SHOWN ? ', …' : ''}`;
  return `${ways.filter}: ${conditions(filter ?? {}, t).join(', ') || t.replays.all}`;
}

function conditions(
  { destination, unit, procedure, from, to, state }: NonNullable<Selection['filter']>,
  { lanes }: Texts,
): string[] {
  const times =
    from === undefined && to === undefined
      ? undefined
      : [from, to]
          .map((at) => at && formatTime(at))
          .join(' – ')
          .trim();
  const named = state === undefined ? undefined : lanes[state];
  return [destination, unit, procedure, named, times].flatMap((one) => one ?? []);
}
