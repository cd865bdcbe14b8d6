import { instantOf, manifestText } from '#canonical';
import type { LaneToTell, Told } from '#ledger';
import type { WireItem } from '#protocols';
import { acknowledged } from '../replay/difference.ts';
import type { Road } from '../road.ts';

type TellingRoad = Pick<Road, 'ledger' | 'destination' | 'writer' | 'clock' | 'factsTold'>;

/**
 * Notes what a destination was told of dossiers that it has acknowledged, so that its manifests can be compared with that where nothing of
 * its dialect is known. Answers of how many; none for one that makes no manifests.
 */
export async function tellLanes(road: TellingRoad): Promise<number> {
  const { ledger, factsTold } = road;
  if (factsTold === undefined || road.destination.mode !== 'live') return 0;
  const order = { destination: road.destination.id, codesVersion: ledger.codes().version };
  const lanes = await ledger.reconciliation.lanesToTell(order);
  const told = lanes.map(({ lane, history }): Told => {
    const record = acknowledged(lane, road);
    const text = record && manifestText(factsTold(record, stepsOf({ lane, history }, road)));
    return { dossierId: lane.dossierId, ackSeq: lane.ackSeq, text };
  });
  if (told.length > 0) await ledger.reconciliation.writeTold({ ...order, told });
  return told.length;
}

/** The steps that it has acknowledged, as they would be written. */
function stepsOf({ lane: { receivedUnit }, history }: LaneToTell, { writer, ledger, clock }: TellingRoad): WireItem[] {
  const codes = ledger.codes();
  return history.flatMap(({ step, state }) => {
    if (step === undefined || state !== 'delivered') return [];
    const written = writer.step({ step, codes, now: instantOf(clock.now()), receivedUnit });
    return written.kind === 'written' ? [written.item] : [];
  });
}
