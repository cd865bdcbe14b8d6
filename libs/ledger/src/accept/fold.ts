import {
  contentHash,
  instantOf,
  isEmpty,
  isWhole,
  missingFields,
  NO_STEPS,
  slotHash,
  type Dossier,
  type Instant,
  type SourceVersion,
  type Step,
  withStep,
} from '#canonical';
import { randomChunk, uuidv7 } from '#runtime';
import type { Client, Directory } from '../directory.ts';
import { closingStep, remarkClosingStep } from './closing-step.ts';
import { judgeVersion } from './judge-dossier.ts';
import { judgeStep } from './judge-step.ts';
import { applyStep } from './merge.ts';
import type { DossierMemory, ItemRef, NewItem } from './memory.ts';
import { newStep, newVersion, type FoldedRequest } from './new-items.ts';
import { receiptOf, refusal, refusedWithOthers } from './receipts.ts';
import {
  namesIn,
  type Receipt,
  type SubmittedChanges,
  type SubmittedDossier,
  type SubmittedItem,
  type SubmittedStep,
} from './submission.ts';

const SALT_BYTES = 16;

/** A collision that an operator should see: another client holds the code. */
export interface Collision {
  readonly code: string;
  readonly clientId: number;
}

/**
 * Judges the items of a group one after the other against what is known and what came just before, in memory. Two items of one
 * dossier in a group thus see each other, and the transaction writes each dossier once.
 */
export class Fold {
  readonly collisions: Collision[] = [];
  private readonly acceptedAt: Instant;

  constructor(
    readonly memories: Map<string, DossierMemory>,
    private readonly codesBySource: Map<string, string>,
    private readonly directory: Directory,
    private readonly now: Date,
  ) {
    this.acceptedAt = instantOf(now);
  }

  /** Judges the items of a request and notes what they add; the receipts are their answers. */
  takeAll(items: readonly SubmittedItem[], request: FoldedRequest, isAtomic: boolean): Receipt[] {
    const before = isAtomic && items.length > 1 ? this.remember(items, request.client.id) : undefined;
    const receipts = items.map((item) => this.take(item, request));
    if (before === undefined || receipts.every(({ result }) => result !== 'refused')) return receipts;
    before();
    return receipts.map((receipt) => (receipt.result === 'refused' ? receipt : refusedWithOthers(receipt)));
  }

  private take(item: SubmittedItem, request: FoldedRequest): Receipt {
    switch (item.kind) {
      case 'refused':
        return refusal(item.dossierCode, ...item.problems);
      case 'dossier':
        return this.takeVersion(item, item.dossier, request);
      case 'changes':
        return this.takeVersion(item, item.changes, request);
      case 'step':
        return this.takeStep(item, request);
    }
  }

  /** Notes how all is now that these items name; what it gives puts it back. */
  private remember(items: readonly SubmittedItem[], clientId: number): () => void {
    const names = items.flatMap((item) => (item.kind === 'refused' ? [] : [namesIn(item)]));
    const keys = names.flatMap(({ sourceCode }) => (sourceCode === undefined ? [] : [sourceKey(clientId, sourceCode)]));
    const sources = keys.map((key) => [key, this.codesBySource.get(key)] as const);
    const codes = new Set([...names.map(({ dossierCode }) => dossierCode), ...sources.flatMap(([, code]) => code ?? [])]);
    const memories = [...codes].map((code) => [code, copyOf(this.memories.get(code))] as const);
    return () => {
      putBack(this.memories, memories);
      putBack(this.codesBySource, sources);
    };
  }

  private takeVersion(
    item: SubmittedDossier | SubmittedChanges,
    named: { readonly dossierCode: string; readonly sourceCode?: string },
    request: FoldedRequest,
  ): Receipt {
    const code = named.dossierCode;
    const memory = this.memories.get(code);
    if (memory !== undefined && memory.clientId !== request.client.id) {
      this.collisions.push({ code, clientId: request.client.id });
      return refusal(code, { field: '/dossierCode', code: 'dossier.code-taken' });
    }
    const taken = this.sourceCodeTaken(named, request.client);
    if (taken) return refusal(code, { field: '/sourceCode', code: 'dossier.source-code-taken' });
    if (memory !== undefined) return this.takeNext(item, memory, request);
    return item.kind === 'dossier' ? this.takeFirst(item, request) : this.takeFirstChanges(item, request);
  }

  /** Changes of a dossier that nobody has are its first message, if they are the whole of it. */
  private takeFirstChanges({ changes, warnings }: SubmittedChanges, request: FoldedRequest): Receipt {
    if (isWhole(changes))
      return this.takeFirst({ kind: 'dossier', dossier: changes, cleared: [], sourceVersion: undefined, warnings }, request);
    const missing = missingFields(changes).map((field) => ({ field, code: 'field.required' }));
    return refusal(changes.dossierCode, ...missing);
  }

  private takeFirst(item: SubmittedDossier, request: FoldedRequest): Receipt {
    const { dossier } = item;
    const unit = this.directory.resolveUnit(request.client, dossier, this.acceptedAt);
    if ('problem' in unit) return refusal(dossier.dossierCode, { field: '/dossierCode', code: unit.problem });
    const hash = contentHash(dossier);
    const version = {
      ...this.identify(1, hash),
      sentHash: hash,
      status: dossier.status,
      stale: false,
      sourceVersion: item.sourceVersion,
      dossier,
    };
    const memory: DossierMemory = {
      code: dossier.dossierCode,
      id: undefined,
      clientId: request.client.id,
      receivedUnitId: unit.unitId,
      countedOn: undefined,
      lanes: [],
      sourceCode: dossier.sourceCode,
      lastSeq: 1,
      versions: [version],
      head: version,
      lastFromClient: version,
      steps: [],
      lastStepAt: undefined,
      sourceSteps: NO_STEPS,
      sourceVersion: item.sourceVersion,
      stepFilled: new Set(),
      fresh: [newVersion(version, request, { changesStatus: true, origin: 'client' })],
      replaced: [],
      changed: true,
    };
    this.memories.set(memory.code, memory);
    this.noteSourceCode(dossier.sourceCode, memory);
    return receiptOf(memory.code, version, { result: 'accepted', stale: false, warnings: item.warnings });
  }

  private takeNext(item: SubmittedDossier | SubmittedChanges, memory: DossierMemory, request: FoldedRequest): Receipt {
    const verdict = judgeVersion(item, memory);
    const sourceVersion = item.kind === 'dossier' ? item.sourceVersion : undefined;
    if (verdict.kind === 'refused') return refusal(memory.code, verdict.problem);
    if (verdict.kind === 'duplicate') {
      this.raiseSourceVersion(sourceVersion, memory);
      return receiptOf(memory.code, verdict.of, { result: 'duplicate', stale: false, warnings: item.warnings });
    }
    const { dossier, stale } = verdict;
    const step = stale || !request.client.closingStep ? undefined : closingStep(dossier, memory, this.acceptedAt);
    if (step !== undefined) this.makeStep(step, memory, request);
    const ref = this.identify(++memory.lastSeq, verdict.hash);
    const version = {
      ...ref,
      sentHash: verdict.sentHash,
      status: dossier.status,
      stale,
      sourceVersion,
      dossier,
    };
    const changesStatus = !stale && step === undefined && dossier.status !== memory.head.status;
    memory.fresh.push(newVersion(version, request, { changesStatus, origin: 'client' }));
    memory.versions.push(version);
    memory.changed = true;
    if (!stale) {
      memory.head = version;
      memory.lastFromClient = version;
      memory.stepFilled = new Set([...memory.stepFilled].filter((time) => !isOwn(item, dossier, time)));
      this.raiseSourceVersion(sourceVersion, memory);
      this.noteSourceCode(dossier.sourceCode, memory);
    }
    const warnings = step === undefined ? verdict.warnings : remarkClosingStep(verdict.warnings);
    return receiptOf(memory.code, ref, { result: 'accepted', stale, warnings: [...item.warnings, ...warnings] });
  }

  private takeStep(item: SubmittedStep, request: FoldedRequest): Receipt {
    const { sourceCode } = item;
    const named = item.step.dossierCode === '' ? undefined : item.step.dossierCode;
    const bySource = sourceCode === undefined ? undefined : this.codesBySource.get(sourceKey(request.client.id, sourceCode));
    if (named !== undefined && bySource !== undefined && named !== bySource)
      return refusal(named, { field: '/sourceCode', code: 'dossier.source-code-taken' });
    const code = named ?? bySource;
    const memory = code === undefined ? undefined : this.memories.get(code);
    const field = named === undefined ? '/sourceCode' : '/dossierCode';
    if (memory === undefined) return refusal(code ?? null, { field, code: 'dossier.unknown' });
    if (memory.clientId !== request.client.id) return refusal(memory.code, { field, code: 'dossier.not-yours' });

    const step = { ...item.step, dossierCode: memory.code };
    const verdict = judgeStep(step, memory);
    if (verdict.kind === 'duplicate')
      return receiptOf(memory.code, verdict.of, { result: 'duplicate', stale: false, warnings: item.warnings });
    const ref = this.identify(++memory.lastSeq, verdict.hash);
    const changesStatus = !verdict.stale && !verdict.late && step.status !== memory.head.status;
    const { slotHash: slot, stale } = verdict;
    const added = newStep({ ...ref, slotHash: slot, stale, step }, request, { changesStatus, origin: 'client' });
    memory.fresh.push({ ...added, replaces: verdict.replaces });
    this.countStep(memory, step, slot);
    memory.steps.push({ ...ref, slotHash: slot, isFromClient: true, replaceable: !verdict.stale });
    memory.changed = true;
    if (verdict.replaces !== undefined) memory.replaced.push(verdict.replaces);
    if (!verdict.stale) this.followStep(memory, step, { late: verdict.late, request });
    return receiptOf(memory.code, ref, {
      result: 'accepted',
      stale: verdict.stale,
      warnings: [...item.warnings, ...verdict.warnings],
    });
  }

  /** A correction is no further step of the source; one in the place of a step that we made is. */
  private countStep(memory: DossierMemory, step: Step, slot: string): void {
    const isCorrection = memory.steps.some((known) => known.isFromClient && known.slotHash === slot);
    if (!isCorrection && memory.sourceSteps !== undefined) memory.sourceSteps = withStep(memory.sourceSteps, step);
  }

  /** Adds a step that nobody sent, in front of the version that it is made for: as everywhere, the step goes before the record. */
  private makeStep(step: Step, memory: DossierMemory, request: FoldedRequest): void {
    const ref = { ...this.identify(++memory.lastSeq, contentHash(step)), slotHash: slotHash(step) };
    memory.fresh.push(newStep({ ...ref, stale: false, step }, request, { changesStatus: true, origin: 'closing' }));
    memory.steps.push({ ...ref, isFromClient: false, replaceable: true });
    if (memory.lastStepAt === undefined || step.occurredAt > memory.lastStepAt) memory.lastStepAt = step.occurredAt;
  }

  /** The version that a step makes, right behind it, if it changes anything. */
  private followStep(
    memory: DossierMemory,
    step: NewItem['body'] & { occurredAt: Instant },
    how: { late: boolean; request: FoldedRequest },
  ): void {
    if (memory.lastStepAt === undefined || step.occurredAt > memory.lastStepAt) memory.lastStepAt = step.occurredAt;
    const { dossier, filled } = applyStep(memory.head.dossier, step as never, how.late);
    if (filled !== undefined) memory.stepFilled = new Set([...memory.stepFilled, filled]);
    const hash = contentHash(dossier);
    if (hash === memory.head.hash) return;
    const ref = this.identify(++memory.lastSeq, hash);
    const version = { ...ref, sentHash: undefined, status: dossier.status, stale: false, sourceVersion: undefined, dossier };
    memory.fresh.push(newVersion(version, how.request, { changesStatus: false, origin: 'step' }));
    memory.versions.push(version);
    memory.head = version;
  }

  private raiseSourceVersion(given: SourceVersion | undefined, memory: DossierMemory): void {
    if (given === undefined || (memory.sourceVersion !== undefined && memory.sourceVersion.value >= given.value)) return;
    if (memory.sourceVersion !== undefined && memory.sourceVersion.kind !== given.kind) return;
    memory.sourceVersion = given;
    memory.changed = true;
  }

  private sourceCodeTaken(
    { sourceCode, dossierCode }: { readonly dossierCode: string; readonly sourceCode?: string },
    client: Client,
  ): boolean {
    if (sourceCode === undefined) return false;
    const holder = this.codesBySource.get(sourceKey(client.id, sourceCode));
    return holder !== undefined && holder !== dossierCode;
  }

  private noteSourceCode(sourceCode: string | undefined, memory: DossierMemory): void {
    if (sourceCode === undefined) return;
    memory.sourceCode = sourceCode;
    this.codesBySource.set(sourceKey(memory.clientId, sourceCode), memory.code);
  }

  private identify(seq: number, hash: string): ItemRef {
    return { id: uuidv7(this.now), seq, hash, acceptedAt: this.acceptedAt, salt: randomChunk(SALT_BYTES).toString('hex') };
  }
}

/** Whether a time of the dossier is the client's own by now: given, or cleared. One that it left empty and that stays is still that of a step. */
function isOwn(item: SubmittedDossier | SubmittedChanges, dossier: Dossier, time: string): boolean {
  const given = item.kind === 'dossier' ? item.dossier : item.changes;
  return !isEmpty(given[time as keyof Dossier]) || isEmpty(dossier[time as keyof Dossier]);
}

function copyOf(memory: DossierMemory | undefined): DossierMemory | undefined {
  if (memory === undefined) return undefined;
  const { versions, steps, fresh, replaced } = memory;
  return { ...memory, versions: [...versions], steps: [...steps], fresh: [...fresh], replaced: [...replaced] };
}

function putBack<K, V>(map: Map<K, V>, entries: readonly (readonly [K, V | undefined])[]): void {
  for (const [key, value] of entries) {
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }
}

/** Key of a client's own code in the map of source codes. */
export function sourceKey(clientId: number, sourceCode: string): string {
  return `${String(clientId)}|${sourceCode}`;
}
