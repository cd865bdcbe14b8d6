import { compareSourceVersions, contentHash, mayFollow, missingFields, type Dossier, type SourceVersion } from '#canonical';
import { mergeChanges, mergeWhole, type Merged } from './merge.ts';
import type { DossierMemory, ItemRef, KnownVersion } from './memory.ts';
import type { Finding, SubmittedChanges, SubmittedDossier } from './submission.ts';

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

/** What was sent, over whichever version it is laid. */
interface Sent {
  readonly over: (last: { readonly dossier: Dossier; readonly stepFilled: ReadonlySet<string> }) => Merged;
  /** Hash of the content as it was sent; undefined where only a part was. */
  readonly hash: string | undefined;
  /** Whether it was cleared of nothing on purpose: what is cleared says more than the content that is sent with it. */
  readonly isPlain: boolean;
  readonly sourceVersion: SourceVersion | undefined;
}

/** Judges what a client sent of a known dossier. Who says that nobody has it yet is told that somebody has, unless it is the same. */
export function judgeVersion(submitted: SubmittedDossier | SubmittedChanges, memory: DossierMemory): DossierVerdict {
  if (submitted.kind === 'changes') return demandWhole(judgeChanges(submitted, memory), memory);
  const verdict = judgeDossier(submitted, memory);
  if (verdict.kind !== 'accepted' || submitted.isFirst !== true) return verdict;
  return { kind: 'refused', problem: { field: '/dossierCode', code: 'dossier.exists' } };
}

/** Changes may need a field that nobody gave yet, as a reception needs its time: without it a blank would go out. */
function demandWhole(verdict: DossierVerdict, { head }: DossierMemory): DossierVerdict {
  if (verdict.kind !== 'accepted') return verdict;
  const before = missingFields(head.dossier);
  const [field] = missingFields(verdict.dossier).filter((missing) => !before.includes(missing));
  return field === undefined ? verdict : { kind: 'refused', problem: { field, code: 'field.required' } };
}

/**
 * Judges a version of a known dossier: the same content again, an older one, a conflicting one, or a new one. Only the head and
 * the client's own last version count as "the same": going back to an older content (A, B, A) is a real change.
 */
function judgeDossier({ dossier, cleared, sourceVersion }: SubmittedDossier, memory: DossierMemory): DossierVerdict {
  const over: Sent['over'] = (last) => mergeWhole(dossier, last, cleared);
  return judge({ over, hash: contentHash(dossier), isPlain: cleared.length === 0, sourceVersion }, memory);
}

/** The same for changes: they are laid over what is known, and what comes out is judged. */
function judgeChanges(submitted: SubmittedChanges, memory: DossierMemory): DossierVerdict {
  const over: Sent['over'] = (last) => mergeChanges(submitted, last.dossier);
  return judge({ over, hash: undefined, isPlain: false, sourceVersion: undefined }, memory);
}

function judge(sent: Sent, memory: DossierMemory): DossierVerdict {
  const merged = sent.over({ dossier: memory.head.dossier, stepFilled: memory.stepFilled });
  const hash = contentHash(merged.dossier);
  const same = findSame(sent, memory, hash);
  if (same !== undefined) return { kind: 'duplicate', of: same };

  const accepted = { kind: 'accepted', dossier: merged.dossier, hash, sentHash: sent.hash ?? hash } as const;
  const order = judgeOrder(sent, memory, hash);
  if (order.kind === 'duplicate' || order.kind === 'refused') return order;
  if (order.kind === 'stale') return { ...accepted, stale: true, warnings: [] };
  const warnings = [...merged.warnings, ...order.warnings, ...statusWarnings(merged.dossier, memory)];
  return { ...accepted, stale: false, warnings };
}

/** Remarks on a change of status without a step: the score counts steps. */
function statusWarnings(dossier: Dossier, { head }: DossierMemory): Finding[] {
  if (dossier.status === head.status) return [];
  const unusual = mayFollow(head.status, dossier.status) ? [] : [{ field: '/status', code: 'unusual-transition' }];
  return [{ field: '/status', code: 'status-without-step' }, ...unusual];
}

function findSame(sent: Sent, memory: DossierMemory, hash: string): ItemRef | undefined {
  const { head, lastFromClient } = memory;
  // What a client sends again is what it sent then, also when only steps came after: its own receipt comes first.
  if (sent.isPlain && sent.hash === lastFromClient.sentHash) return lastFromClient;
  if (hash === head.hash) return head;
  const overItsLast = sent.over({ dossier: lastFromClient.dossier, stepFilled: new Set() });
  return contentHash(overItsLast.dossier) === lastFromClient.hash ? lastFromClient : undefined;
}

type Order =
  | { readonly kind: 'new'; readonly warnings: readonly Finding[] }
  | { readonly kind: 'stale' }
  | { readonly kind: 'duplicate'; readonly of: ItemRef }
  | { readonly kind: 'refused'; readonly problem: Finding };

function judgeOrder(sent: Sent, memory: DossierMemory, hash: string): Order {
  const { sourceVersion } = sent;
  if (sourceVersion === undefined) return orderOfArrival(sent, memory, hash);
  if (memory.sourceVersion === undefined) return { kind: 'new', warnings: [] };
  const difference = compareSourceVersions(sourceVersion, memory.sourceVersion);
  if (difference === undefined) return { kind: 'refused', problem: { field: '/sourceVersion', code: 'source-version.kind' } };
  if (difference < 0) return { kind: 'stale' };
  if (difference > 0) return { kind: 'new', warnings: [] };
  const itsVersion = memory.versions.findLast((version) => version.sourceVersion?.value === memory.sourceVersion?.value);
  return itsVersion !== undefined && isSameContent(itsVersion, sent, hash)
    ? { kind: 'duplicate', of: itsVersion }
    : { kind: 'refused', problem: { field: '/sourceVersion', code: 'dossier.version-conflict' } };
}

/** Without a version of the source: an older content whose status cannot follow today's is a late arrival, else a revert. */
function orderOfArrival(sent: Sent, memory: DossierMemory, hash: string): Order {
  const older = memory.versions.find((version) => !version.stale && isSameContent(version, sent, hash));
  if (older === undefined) return { kind: 'new', warnings: [] };
  if (!mayFollow(memory.head.status, older.status)) return { kind: 'stale' };
  return { kind: 'new', warnings: [{ field: '', code: 'revert' }] };
}

function isSameContent(version: KnownVersion, sent: Sent, hash: string): boolean {
  return version.hash === hash || (sent.isPlain && version.sentHash === sent.hash);
}
