import type { ClaimedLane } from '#ledger';
import type { Parcels } from './parcels.ts';
import type { Road } from '../road.ts';

/** A stay at a lane from the claim until it is given back; `mostTogether` shrinks while a refused parcel is taken apart. */
export interface Visit {
  readonly wokenBy: string;
  mostTogether: number;
}

/** One turn of a claimed lane. */
export interface Turn {
  readonly lane: ClaimedLane;
  readonly road: Road;
  readonly parcels: Parcels;
  readonly visit: Visit;
}
