import { compareSourceVersions, contentHash, mayFollow, type Dossier } from '#canonical';
import { mergeWhole } from './merge.ts';
import type { DossierMemory, ItemRef, KnownVersion } from './memory.ts';
import type { Finding, SubmittedDossier } from './submission.ts';

/** What a submitted dossier comes to, against everything known of it. */
export type DossierVerdict =
  | { readonly kind: 'duplicate'; readonly of: ItemRef }
  | { readonly kind: 'refused'; readonly problem: Finding }
  | {
      readonly kind: 'accepted';
      readonly dossier: Dossier;
      readonly hash: string;
      readonly sentHash: string;
      readonly stale: boolean;
      readonly warnings: readonly Finding[];
    };

/**
 * Judges a version of a known dossier: the same content again, an older one, a conflicting one, or a new one. Only the head and
 * the client's own last version count as "the same": going back to an older content (A, B, A) is a real change.
 */
export function judgeDossier(submitted: SubmittedDossier, memory: DossierMemory): DossierVerdict {
  const sentHash = contentHash(submitted.dossier);
  const merged = mergeWhole(
    submitted.dossier,
    { dossier: memory.head.dossier, stepFilled: memory.stepFilled },
    submitted.cleared,
  );
  const hash = contentHash(merged.dossier);
  const same = findSame(submitted, memory, { sentHash, hash });
  if (same !== undefined) return { kind: 'duplicate', of: same };

  const accepted = { kind: 'accepted', dossier: merged.dossier, hash, sentHash } as const;
  const order = judgeOrder(submitted, memory, hash);
  if (order.kind === 'duplicate' || order.kind === 'refused') return order;
  if (order.kind === 'stale') return { ...accepted, stale: true, warnings: [] };
  return {
    ...accepted,
    stale: false,
    warnings: [...merged.warnings, ...order.warnings, ...statusWarnings(submitted.dossier, memory)],
  };
}

/** Remarks on a change of status without a step: the score counts steps. */
function statusWarnings(dossier: Dossier, { head }: DossierMemory): Finding[] {
  if (dossier.status === head.status) return [];
  const unusual = mayFollow(head.status, dossier.status) ? [] : [{ field: '/status', code: 'unusual-transition' }];
  return [{ field: '/status', code: 'status-without-step' }, ...unusual];
}

function findSame(
  submitted: SubmittedDossier,
  memory: DossierMemory,
  hashes: { sentHash: string; hash: string },
): ItemRef | undefined {
  const { head, lastFromClient } = memory;
  // What a client sends again is what it sent then, also when only steps came after: its own receipt comes first.
  if (hashes.sentHash === lastFromClient.sentHash && submitted.cleared.length === 0) return lastFromClient;
  if (hashes.hash === head.hash) return head;
  const overItsLast = mergeWhole(
    submitted.dossier,
    { dossier: lastFromClient.dossier, stepFilled: new Set() },
    submitted.cleared,
  );
  return contentHash(overItsLast.dossier) === lastFromClient.hash ? lastFromClient : undefined;
}

type Order =
  | { readonly kind: 'new'; readonly warnings: readonly Finding[] }
  | { readonly kind: 'stale' }
  | { readonly kind: 'duplicate'; readonly of: ItemRef }
  | { readonly kind: 'refused'; readonly problem: Finding };

function judgeOrder(submitted: SubmittedDossier, memory: DossierMemory, hash: string): Order {
  if (submitted.sourceVersion === undefined) return orderOfArrival(submitted, memory, hash);
  if (memory.sourceVersion === undefined) return { kind: 'new', warnings: [] };
  const difference = compareSourceVersions(submitted.sourceVersion, memory.sourceVersion);
  if (difference === undefined) return { kind: 'refused', problem: { field: '/sourceVersion', code: 'source-version.kind' } };
  if (difference < 0) return { kind: 'stale' };
  if (difference > 0) return { kind: 'new', warnings: [] };
  const itsVersion = memory.versions.findLast(({ sourceVersion }) => sourceVersion?.value === memory.sourceVersion?.value);
  return itsVersion !== undefined && isSameContent(itsVersion, submitted, hash)
    ? { kind: 'duplicate', of: itsVersion }
    : { kind: 'refused', problem: { field: '/sourceVersion', code: 'dossier.version-conflict' } };
}

/** Without a version of the source: an older content whose status cannot follow today's is a late arrival, else a revert. */
function orderOfArrival(submitted: SubmittedDossier, memory: DossierMemory, hash: string): Order {
  const isOld = memory.versions.some((version) => !version.stale && isSameContent(version, submitted, hash));
  if (!isOld) return { kind: 'new', warnings: [] };
  if (!mayFollow(memory.head.status, submitted.dossier.status)) return { kind: 'stale' };
  return { kind: 'new', warnings: [{ field: '', code: 'revert' }] };
}

/** What is cleared on purpose says more than the content that is sent with it. */
function isSameContent(version: KnownVersion, submitted: SubmittedDossier, hash: string): boolean {
  return version.hash === hash || (submitted.cleared.length === 0 && version.sentHash === contentHash(submitted.dossier));
}
