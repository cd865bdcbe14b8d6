/** What one attempt came to. `unknown`: the request may have left and no answer counts; it is never simply repeated. */
export const ATTEMPT_OUTCOMES = ['delivered', 'exists', 'deferred', 'refused', 'unmapped', 'unknown'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** What became of an item at a destination. */
export const ITEM_STATES = ['pending', 'delivered', 'superseded', 'stale', 'refused', 'cancelled'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** State of a lane: one dossier at one destination. */
export const LANE_STATES = ['idle', 'due', 'leased', 'verifying', 'held', 'blocked'] as const;
export type LaneState = (typeof LANE_STATES)[number];

/** What a destination shows when it is asked for a dossier: its record and steps, its record alone, or nothing. */
export type LookupCapability = 'steps' | 'dossier' | 'none';

/** Whether a destination is sent to, or everything is planned and written as if it were and nothing leaves. */
export const DESTINATION_MODES = ['live', 'shadow'] as const;
export type DestinationMode = (typeof DESTINATION_MODES)[number];

/**
 * How a destination that goes from shadow to live treats the steps that another system may have told it meanwhile: each is looked up,
 * they are taken as told, or they are sent again and flagged.
 */
export const CUT_OVERS = ['verify', 'adopt', 'resend'] as const;
export type CutOver = (typeof CUT_OVERS)[number];

/**
 * Who can do something about what happened: the commune that sent it, the province's own IT, whoever runs the provincial portal, whoever
 * runs the national one, or nobody, since it passes by itself.
 */
export const MUST_ACT = ['commune', 'province', 'provincial-portal', 'national', 'nobody'] as const;
export type MustAct = (typeof MUST_ACT)[number];
