/** Condition that a dossier (by the name of its table in the statement) was not sent by a system that is tried out: those concern nobody else. */
export function isNoTrial(dossier: string): string {
  return `NOT EXISTS (SELECT FROM client trial WHERE trial.id = ${dossier}.client_id AND trial.sandbox)`;
}
