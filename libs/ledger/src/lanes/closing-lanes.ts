import { STATUSES_THAT_DECIDE_THE_SCORE } from '#canonical';

/** Whether an item of a lane is a step that finishes its dossier: until the portal has it, the dossier counts as late. */
export const CLOSING_STEP = `kind = 'step' AND status IN (${STATUSES_THAT_DECIDE_THE_SCORE.join(', ')})`;

/** Whether such a step waits in a lane, or was refused and may wait again; `lane`: the name of its table in the statement. */
export function waitsToClose(lane: string): string {
  return `EXISTS (SELECT FROM lane_item w WHERE w.dossier_id = ${lane}.dossier_id AND w.destination = ${lane}.destination
      AND w.state IN ('pending', 'refused') AND ${CLOSING_STEP})`;
}
