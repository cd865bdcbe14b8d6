// What the operators' API answers, in the words that the page and its tests share. Times are RFC 3339 in UTC; what is personal is masked
// (`N•••• V•• A`) everywhere but in `Revealed`.

/** One sentence in both languages. */
export interface Text {
  readonly vi: string;
  readonly en: string;
}

/** One portion of a list; `next` is what to ask for as `after`. */
export interface Portion<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly hasMore: boolean;
}

/** An error (RFC 9457), in the language of `Accept-Language`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly instance?: string;
  readonly problems?: readonly { readonly field: string; readonly code: string; readonly message: Text }[];
  /** Of a table that was loaded, line by line. */
  readonly faults?: readonly { readonly line: number; readonly column?: string; readonly reason: Text }[];
}

export type Role = 'viewer' | 'operator' | 'admin';

export interface Session {
  readonly operator: { readonly username: string; readonly name: string; readonly role: Role };
  readonly expiresAt: string;
}

export interface LaneCounts {
  readonly due: number;
  readonly leased: number;
  readonly verifying: number;
  readonly held: number;
  readonly blocked: number;
}

/** A portal and what waits for it. `stopped`: the breaker is open, one probe at a time looks whether it is well again. `maintenance`: as planned in the configuration. */
export interface Destination {
  readonly id: string;
  readonly dialect: string;
  readonly name: Text;
  readonly mode: 'live' | 'shadow';
  readonly state: 'open' | 'paused' | 'maintenance' | 'stopped';
  readonly pausedAt: string | null;
  readonly pausedBy: string | null;
  readonly pauseReason: string | null;
  readonly stoppedAt: string | null;
  readonly stopCause: string | null;
  readonly probeAt: string | null;
  readonly maintenanceUntil: string | null;
  readonly lanes: LaneCounts;
  readonly pendingItems: number;
  readonly oldestAcceptedAt: string | null;
  readonly deliveredLastHour: number;
  readonly failingCalls: { readonly lastHour: number };
}

/** `at`: database time of the answer. */
export interface Destinations {
  readonly at: string;
  readonly items: readonly Destination[];
}

export type Owner = 'commune' | 'province' | 'provincial-portal' | 'national' | 'nobody';

/** Open incidents by who must act. */
export interface OpenIncidents {
  readonly commune: number;
  readonly province: number;
  readonly provincialPortal: number;
  readonly national: number;
}

/** A code of ours without its counterpart; `direction` as in the code table. */
export interface MissingCode {
  readonly partner: string;
  readonly table: string;
  readonly direction: string;
  readonly fromCode: string;
}

/** What mends an incident by itself once it is said: a code, or a procedure. */
export type Mapping = MissingCode | { readonly procedure: string };

/** `facts`: what a self-check measured. */
export interface Sample {
  readonly dossierCode: string | null;
  readonly dossierCodes: readonly string[];
  readonly facts: string | null;
}

export interface Incident {
  readonly id: string;
  readonly kind: string;
  readonly cause: string;
  readonly service: string | null;
  readonly field: string | null;
  readonly destination: string | null;
  readonly mustAct: Owner;
  readonly title: Text;
  readonly why: Text;
  readonly next: Text;
  readonly count: number;
  readonly waitingLanes: number;
  readonly units: readonly { readonly code: string; readonly name: string; readonly count: number }[];
  readonly sample: Sample | null;
  readonly openedAt: string;
  readonly lastAt: string;
  readonly clearedAt: string | null;
  readonly mapping: Mapping | null;
}

export interface Incidents extends Portion<Incident> {
  readonly open: OpenIncidents;
}

export type LaneState = 'due' | 'leased' | 'verifying' | 'idle' | 'held' | 'blocked';

export interface Unit {
  readonly code: string;
  readonly name: string;
}

export interface IncidentDossier {
  readonly code: string;
  readonly unit: Unit;
  readonly status: number;
  readonly destination: string;
  /** Null: it has no lane there. */
  readonly state: LaneState | null;
  readonly since: string;
}

export interface DossierHead {
  readonly code: string;
  readonly sourceCode: string | null;
  readonly unit: Unit;
  readonly procedureCode: string;
  readonly status: number;
  readonly acceptedAt: string;
  readonly destinations: readonly { readonly id: string; readonly state: LaneState }[];
}

export interface DossierDestination {
  readonly id: string;
  readonly state: LaneState;
  readonly cause: string | null;
  readonly why: Text;
  readonly next: Text;
  readonly mustAct: Owner | null;
  readonly nextAttemptAt: string | null;
  readonly acknowledgedSeq: number;
  readonly blockedSeq: number | null;
  readonly epoch: number;
  readonly possiblyTwice: readonly number[];
}

export type Tier = 'commune' | 'gateway' | 'national' | 'province';

/** One thing that happened to a dossier; members that do not apply are null. */
export interface TimelineEvent {
  readonly at: string;
  readonly tier: Tier;
  readonly kind: 'accepted' | 'attempt' | 'looked-up' | 'outcome' | 'act';
  readonly seq: number | null;
  readonly itemKind: 'version' | 'step' | null;
  readonly status: number | null;
  readonly destination: string | null;
  readonly service: string | null;
  readonly outcome: string | null;
  readonly cause: string | null;
  readonly text: Text;
  readonly http: number | null;
  readonly code: string | null;
  readonly durationMs: number | null;
  readonly wokenBy: string | null;
  readonly officer: string | null;
  readonly content: string | null;
  readonly by: string | null;
  readonly traceId: string | null;
}

/** An item with its two times, when it happened by its source and when each side knew it. */
export interface ItemArrivals {
  readonly seq: number;
  readonly kind: 'version' | 'step';
  readonly status: number;
  readonly occurredAt: string | null;
  readonly acceptedAt: string;
  readonly arrivals: readonly {
    readonly destination: string;
    readonly state: 'pending' | 'delivered' | 'superseded' | 'stale' | 'refused' | 'cancelled';
    /** Null: not known there, or nobody noted when. */
    readonly at: string | null;
  }[];
}

export interface DossierStory extends Omit<DossierHead, 'destinations'> {
  readonly procedureName: string | null;
  readonly client: string;
  readonly headSeq: number;
  readonly destinations: readonly DossierDestination[];
  readonly timeline: readonly TimelineEvent[];
  readonly arrivals: readonly ItemArrivals[];
  /** Attempts that are older than the newest few hundred, which are shown. */
  readonly attemptsOmitted: number;
}

/** What is personal in a dossier, as JSON; its members are those of the dossier. */
export interface Revealed {
  readonly applicant: object;
  readonly steps: readonly object[];
}

export interface CodeTable {
  readonly items: readonly {
    readonly fromCode: string;
    readonly toCode: string;
    readonly direction: string;
    readonly validFrom: string | null;
    readonly validTo: string | null;
    readonly recordedAt: string;
    readonly by: string | null;
  }[];
  readonly targets: readonly { readonly code: string; readonly label: Text | null }[];
}

/** `waiting`: lanes that were held for it and now go on; `stillWaiting`: those whose day lies outside of the time of the row. */
export interface Mapped {
  readonly waiting: number;
  readonly stillWaiting: number;
}

export interface NewCode {
  readonly direction: string;
  readonly fromCode: string;
  readonly toCode: string;
  readonly validFrom?: string;
  readonly reason: string;
}

export interface NewProcedure {
  readonly code: string;
  readonly name: string;
  readonly fieldCode: string;
  readonly fieldName: string;
  readonly validFrom?: string;
  readonly reason: string;
}

export interface AuditLine {
  readonly at: string;
  readonly actor: string;
  readonly act: string;
  readonly subject: string;
  readonly details: unknown;
}

export interface OperatorLine {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly enabled: boolean;
  readonly lastLoginAt: string | null;
}
