/** What was seen, as numbers and fixed words, and some of the dossiers in which it was seen, by their codes. */
export interface IncidentSample {
  readonly facts: string;
  readonly dossiers: readonly string[];
}

/** Stands between the two. A code has no blanks in it. */
export const DOSSIERS_MARK = ' dossiers=';

/** A sample as it is kept: `idle-with-work lanes=2 dossiers=H56.14797-261123-0001 H56.14797-261123-0002`. */
export function writeSample({ facts, dossiers }: IncidentSample): string {
  return dossiers.length === 0 ? facts : `${facts}${DOSSIERS_MARK}${dossiers.join(' ')}`;
}

export function readSample(sample: string): IncidentSample {
  const at = sample.indexOf(DOSSIERS_MARK);
  if (at < 0) return { facts: sample, dossiers: [] };
  return { facts: sample.slice(0, at), dossiers: sample.slice(at + DOSSIERS_MARK.length).split(' ') };
}
