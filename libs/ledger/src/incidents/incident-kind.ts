import type { IncidentToOpen } from '../lanes/settlement.ts';
import type { IncidentFound } from './incidents.ts';

/** What an incident can be: what a turn of a lane or a look at the whole opens, a destination that refuses us, a code of somebody else's. */
export type IncidentKind = IncidentToOpen['kind'] | IncidentFound['kind'] | 'breaker' | 'code-taken';
