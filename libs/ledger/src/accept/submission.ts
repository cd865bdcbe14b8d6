import type { TraceContext } from '#runtime';
import type { Dossier, DossierDraft, Instant, SourceVersion, Step } from '#canonical';

/** A remark or fault about one field: `field` is a JSON pointer into the item, `code` a stable code of the problem dictionary. */
export interface Finding {
  readonly field: string;
  readonly code: string;
  /** Values that would be right, where they can be listed. */
  readonly allowed?: readonly string[];
}

/** A dossier as a client submits it, already well-formed. */
export interface SubmittedDossier {
  readonly kind: 'dossier';
  /** Whether it says that nobody has this dossier yet: if it is known with other content, it is refused with `dossier.exists`. */
  readonly isFirst?: boolean;
  readonly dossier: Dossier;
  /** Top-level fields that were sent as explicit `null`: cleared even where an absent one would keep its value. */
  readonly cleared: readonly string[];
  readonly sourceVersion: SourceVersion | undefined;
  readonly warnings: readonly Finding[];
}

/**
 * Changes of a dossier as a client submits them: what is absent stays as it is. Of a dossier that nobody has it must be the whole.
 * `emptied`: JSON pointers of what was sent empty; cleared, except for fields that are required or decide the score.
 */
export interface SubmittedChanges {
  readonly kind: 'changes';
  readonly changes: DossierDraft;
  readonly emptied: readonly string[];
  readonly warnings: readonly Finding[];
}

/**
 * A step as a client submits it: by dossier code, by the client's own `sourceCode` (then `step.dossierCode` is empty), or by both, which
 * must name the same dossier.
 */
export interface SubmittedStep {
  readonly kind: 'step';
  readonly step: Step;
  readonly sourceCode: string | undefined;
  readonly warnings: readonly Finding[];
}

/** An item that the door refused before it came here; it keeps its place in the batch. */
export interface RefusedItem {
  readonly kind: 'refused';
  readonly dossierCode: string | null;
  readonly problems: readonly Finding[];
}

export type SubmittedItem = SubmittedDossier | SubmittedChanges | SubmittedStep | RefusedItem;

/** The codes by which an item names its dossier; `dossierCode` is empty where only the client's own code is given. */
export function namesIn(item: Exclude<SubmittedItem, RefusedItem>): { dossierCode: string; sourceCode?: string | undefined } {
  switch (item.kind) {
    case 'dossier':
      return item.dossier;
    case 'changes':
      return item.changes;
    case 'step':
      return { dossierCode: item.step.dossierCode, sourceCode: item.sourceCode };
  }
}

/** The doors through which items come: our own, the national portal's dialect, and the wrapper of the province's own system. */
export type DoorName = 'native' | 'national' | 'wrapper';

/** What a door hands over: one HTTP request with its items in order. */
export interface Submission {
  readonly clientId: number;
  readonly door: DoorName;
  /** The body exactly as it came, kept encrypted beside the items. */
  readonly raw: Buffer;
  readonly items: readonly SubmittedItem[];
  /** The span in which it came, kept with its items. */
  readonly trace?: TraceContext | undefined;
  /** Present when the caller sent an `Idempotency-Key`. */
  readonly idempotency: IdempotencyClaim | undefined;
  /** Whether one refused item refuses them all: then every other one is refused with `batch.refused` and nothing is kept. */
  readonly isAtomic?: boolean;
  /** Judge only: answer the same shape with null ids and write nothing. */
  readonly validateOnly: boolean;
}

/** A caller's idempotency key, and how the door renders the answer that is kept for it. */
export interface IdempotencyClaim {
  readonly key: string;
  readonly path: string;
  readonly render: (receipts: readonly Receipt[]) => KeptAnswer;
}

/** An answer as it was given; only those below 400 are kept. */
export interface KeptAnswer {
  readonly status: number;
  readonly body: string;
}

/** The answer for one item. A refused item has no ids and is not stored; a duplicate carries the ids of the item that it equals. */
export interface Receipt {
  readonly dossierCode: string | null;
  readonly itemId: string | null;
  readonly receiptId: string | null;
  readonly result: 'accepted' | 'duplicate' | 'refused';
  readonly seq: number | null;
  readonly contentHash: string | null;
  /** RFC 3339, UTC. */
  readonly acceptedAt: Instant | null;
  /** What its leaf in the evidence is made with; null where there is none. */
  readonly salt: string | null;
  readonly stale: boolean;
  readonly warnings: readonly Finding[];
  readonly problems: readonly Finding[];
}

/** What became of a submission. */
export type Acceptance =
  | { readonly kind: 'judged'; readonly receipts: readonly Receipt[] }
  /** The same key and body were answered before: that answer, byte for byte. */
  | { readonly kind: 'replayed'; readonly answer: KeptAnswer }
  /** The same key with another body: the JSON pointers that differ (at most 20). */
  | { readonly kind: 'key-reused'; readonly differing: readonly string[] }
  /** A request with the same key is under way. */
  | { readonly kind: 'key-busy' };
