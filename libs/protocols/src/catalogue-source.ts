import type { ServiceLevel, SourceProcedure } from '#canonical';
import type { Answer, CallDeadline } from './partner-client.ts';

/** Under what a source is asked. `session` is empty where the source needs none. */
export interface CatalogueWay {
  readonly session: string;
  readonly deadline: CallDeadline;
}

/** A list as its source gave it: rows as received, and the procedures among them where it is that list. */
export interface SourceList {
  readonly rows: readonly unknown[];
  readonly procedures: readonly { readonly code: string; readonly name: string }[];
  /** Places that were not understood. */
  readonly problems: readonly string[];
}

/** A record as its source gave it; `procedure` undefined: it names none, or another one. */
export interface SourceRecord {
  readonly procedure: SourceProcedure | undefined;
  readonly raw: unknown;
  readonly problems: readonly string[];
}

/** A procedure as the second source lists it. Empty texts and null: not said there. */
export interface CrossListed {
  readonly code: string;
  readonly name: string;
  readonly link: string;
  readonly level: ServiceLevel | null;
}

/** A page of the second source; `next` undefined: there is no more. */
export interface CrossPage {
  readonly items: readonly CrossListed[];
  readonly next: string | undefined;
}

/** What was asked for, with how it was answered; `found` undefined: no answer that counts. */
export interface SourceAnswer<T> {
  readonly answer: Answer;
  readonly found: T | undefined;
}

/** Lists that the second source is walked by: what it publishes, and where each service is found. */
export const CROSS_WALKS = ['formalities', 'addresses'] as const;
export type CrossWalk = (typeof CROSS_WALKS)[number];

/**
 * Where the catalogue comes from. What a source offers it has: the classic protocol lists and records, the public interface pages to
 * compare them with. Never throws for what a source does.
 */
export interface CatalogueSource {
  /** Whether a session of the portal is needed. */
  readonly needsSession: boolean;
  readonly list?: (service: string, way: CatalogueWay) => Promise<SourceAnswer<SourceList>>;
  /** `code`: the national part. An absent record is `found` with no procedure. */
  readonly record?: (code: string, way: CatalogueWay) => Promise<SourceAnswer<SourceRecord>>;
  readonly page?: (walk: CrossWalk, after: string | undefined, way: CatalogueWay) => Promise<SourceAnswer<CrossPage>>;
  close(): Promise<void>;
}

/** The list that names the procedures, and the service that shows one. Source: protocols §1.5. */
export const PROCEDURE_LIST = 'LayDanhSachTTHC';
export const PROCEDURE_RECORD = 'LayThuTuc';
