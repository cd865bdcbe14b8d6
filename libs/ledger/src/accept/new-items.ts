import type { Step } from '#canonical';
import type { Client } from '../directory.ts';
import type { ItemRef, NewItem } from './memory.ts';

/** A request within its group. */
export interface FoldedRequest {
  readonly client: Client;
  readonly index: number;
}

/** A version as an item to add. */
export function newVersion(
  version: Omit<NewItem, 'kind' | 'origin' | 'occurredAt' | 'slotHash' | 'body' | 'clientId' | 'request' | 'changesStatus'> & {
    dossier: NewItem['body'];
  },
  request: FoldedRequest,
  how: Pick<NewItem, 'origin' | 'changesStatus'>,
): NewItem {
  const { dossier, ...ref } = version;
  return {
    ...ref,
    ...how,
    kind: 'version',
    occurredAt: undefined,
    slotHash: undefined,
    body: dossier,
    clientId: request.client.id,
    request: request.index,
  };
}

/** A step as an item to add. */
export function newStep(
  { step, ...ref }: ItemRef & { readonly slotHash: string; readonly stale: boolean; readonly step: Step },
  request: FoldedRequest,
  how: Pick<NewItem, 'origin' | 'changesStatus'>,
): NewItem {
  return {
    ...ref,
    ...how,
    ...{ kind: 'step', status: step.status, occurredAt: step.occurredAt, sourceVersion: undefined, sentHash: undefined },
    ...{ body: step, clientId: request.client.id, request: request.index },
  };
}
