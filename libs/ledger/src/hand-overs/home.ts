/**
 * Whose a dossier is: the unit that received it, or since it was handed over the part with which it went. Whoever is handed a dossier
 * sees its items behind the position of the hand-over, and the former owners those before. `dossier`: the name of its table in the statement.
 */
export function homeAt(dossier: string, position: string): string {
  return ifHanded(
    dossier,
    `(SELECT h.part_id FROM handed_dossier h WHERE h.dossier_id = ${dossier}.id AND h.pos < ${position} ORDER BY h.pos DESC LIMIT 1)`,
  );
}

/** The same, today. */
export function homeNow(dossier: string): string {
  return ifHanded(dossier, current(dossier, 'part_id'));
}

/** The same as it was at a time. */
export function homeOn(dossier: string, time: string): string {
  return ifHanded(
    dossier,
    `(SELECT h.part_id FROM handed_dossier h WHERE h.dossier_id = ${dossier}.id AND h.recorded @> ${time}::timestamptz)`,
  );
}

/** The unit to which a dossier was handed, else the one that received it. */
export function ownerNow(dossier: string): string {
  return ifHanded(dossier, current(dossier, 'unit_id'));
}

function current(dossier: string, column: string): string {
  return `(SELECT h.${column} FROM handed_dossier h WHERE h.dossier_id = ${dossier}.id AND upper_inf(h.recorded))`;
}

// Mostly nothing was ever handed over, and then no dossier is asked for it: that is found once per statement.
function ifHanded(dossier: string, handed: string): string {
  return `CASE WHEN EXISTS (SELECT FROM handed_dossier) THEN coalesce(${handed}, ${dossier}.received_unit_id)
    ELSE ${dossier}.received_unit_id END`;
}
