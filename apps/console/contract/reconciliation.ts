import type { Owner, Portion, Text } from './answers.ts';

export type Tier = 'commune' | 'province' | 'national';
/** `missing-there`: the other side lacks it · `missing-here`: the gateway does · `codes`: the tables of today say otherwise. */
export type DiscrepancyKind = 'missing-there' | 'missing-here' | 'field' | 'steps' | 'codes';
export type RunScope = 'changed' | 'all';

export interface NewRun {
  readonly scope: RunScope;
  /** Absent: all where something can be looked up. */
  readonly destinations?: readonly string[];
  readonly reason: string;
}

export interface Run extends Omit<NewRun, 'destinations'> {
  readonly id: string;
  readonly cause: 'hourly' | 'nightly' | 'demand';
  readonly state: 'running' | 'done' | 'cancelled';
  readonly destinations: readonly string[];
  /** Those with which it is not through, while it is under way. */
  readonly waitsFor: readonly string[];
  readonly by: string;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly asked: number;
  readonly onTheirWay: number;
  readonly agrees: number;
  readonly differs: number;
  /** What could not be seen: "không kiểm được", and no agreement. */
  readonly unseen: number;
  readonly healed: number;
  readonly cells: Readonly<Partial<Record<Tier, Readonly<Partial<Record<DiscrepancyKind, number>>>>>>;
}

export interface Runs {
  readonly items: readonly Run[];
}

/** When runs are begun by the clock; null: off, or not known. */
export interface Schedule {
  readonly hourly: string | null;
  readonly nightly: string | null;
}

/** A manifest that a system sent. */
export interface ReceivedManifest {
  readonly id: string;
  readonly client: string;
  readonly side: string;
  readonly level: 'counts' | 'digests' | 'list';
  readonly asOf: string;
  readonly receivedAt: string;
  readonly buckets: number;
  readonly items: number;
  /** Buckets that had changed and were counted anew. */
  readonly bucketsRead: number;
  readonly differing: number;
  readonly cells: Readonly<Partial<Record<DiscrepancyKind, number>>>;
}

export interface ReceivedManifests {
  readonly items: readonly ReceivedManifest[];
}

export interface Discrepancy {
  readonly id: string;
  readonly side: string;
  readonly tier: Tier;
  readonly kind: DiscrepancyKind;
  readonly field: string;
  readonly dossierCode: string;
  readonly unit: { readonly code: string; readonly name: string };
  readonly day: string | null;
  readonly owner: Owner;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly clearedAt: string | null;
  readonly heal: 'converge' | 'reassert' | 'renew' | 'resend' | 'task';
  readonly healState: 'waiting' | 'asked' | 'stopped' | 'person';
  readonly tries: number;
  readonly why: Text;
}

export type Discrepancies = Portion<Discrepancy>;

export interface HeatMap {
  readonly cells: readonly {
    readonly unit: { readonly code: string; readonly name: string };
    readonly day: string;
    readonly tier: Tier;
    readonly dossiers: number;
    readonly open: number;
  }[];
}

export interface Known {
  readonly items: readonly {
    readonly destination: string;
    readonly lookup: string;
    readonly lanes: number;
    readonly agrees: number;
    readonly differs: number;
    readonly unseen: number;
    readonly oldest: string | null;
  }[];
}

/** How old what is known of one dossier is. */
export interface Verified {
  readonly items: readonly {
    readonly destination: string;
    readonly lookup: string;
    readonly verifiedAt: string | null;
    readonly verifiedAs: 'agrees' | 'differs' | 'unseen';
    readonly changedSince: boolean;
  }[];
}
