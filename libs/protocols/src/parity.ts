import type { Text } from '#runtime';
import type { WireItem } from './writer.ts';

/** A value that is compared. */
export interface ComparedValue {
  readonly kind: 'text' | 'date' | 'number' | 'truth';
  readonly name: string;
  /** Values that look so are no personal ones and may be shown; undefined = none may. */
  readonly shown: RegExp | undefined;
  /** What it says, however it is written; undefined = nothing. */
  readonly meaning: (value: unknown) => string | undefined;
}

/** A list of objects. Entries of two sides belong together by these members, those that have none of them by their place. */
export interface ComparedList {
  readonly kind: 'list';
  readonly name: string;
  readonly key: readonly string[];
  readonly fields: readonly ComparedField[];
}

export type ComparedField = ComparedValue | ComparedList;

/** An item that a system sent, and the code of the dossier that it is about. */
export interface SentItem {
  readonly kind: 'record' | 'step';
  readonly code: string;
  readonly item: WireItem;
}

/** What was found in a piece of what a system sent. `unreadable`: members that are no items of this dialect. */
export interface SentItems {
  readonly items: readonly SentItem[];
  readonly unreadable: number;
}

/**
 * A known way in which another system differs from the truth. A difference is explained by it if all hold that are there. Values are
 * raw and trimmed, as they stand on the wire.
 */
export interface Habit {
  readonly id: string;
  readonly text: Text;
  /** Where it was seen. */
  readonly source: string;
  readonly of: 'record' | 'step';
  /** The fields or lists that it touches, by their names within the item; absent: a whole step. */
  readonly fields?: readonly string[];
  /** What the other system has. */
  readonly theirs?: readonly string[];
  /** It has the same as in that field of its item. */
  readonly theirsLike?: string;
  /** What the gateway has: one of these, nothing, or the same in another form. */
  readonly ours?: readonly string[] | 'nothing' | 'the-same';
  /** An entry of a list, or a step, that only the other system has, with these members. */
  readonly entry?: Readonly<Record<string, string>>;
  /** Such an entry, with members that have the value of a member of an entry of another list of its item. */
  readonly entryLike?: Readonly<Record<string, readonly [list: string, member: string]>>;
}

/** What comparing needs to know of a dialect: which fields there are, which of them may be shown, and what belongs together. Pure. */
export interface Parity {
  /** Takes a request body, a bare list or a single item apart. Undefined: it is none of them. */
  readonly itemsOf: (content: unknown) => SentItems | undefined;
  readonly record: readonly ComparedField[];
  readonly step: readonly ComparedValue[];
  /** Equal for steps that are equal on the wire. */
  readonly stepKey: (item: WireItem) => string;
  /** Fields by which two steps are the same one although they differ in others. */
  readonly sameStepBy: readonly string[];
  readonly habits: readonly Habit[];
}
