import type { DoorName } from '#ledger';
import type { Language, Text } from '#runtime';
import { jsonText, type Answer } from '../http/answer.ts';
import { isProblemCode, PROBLEMS } from '../problems/dictionary.ts';
import { dialectText, SUCCESSES, type Success } from './dialect.codes.ts';

/** The doors that speak this dialect. */
export type DialectDoor = Exclude<DoorName, 'native'>;

/** 0 success · -3 the dossier is there with other content · -1 everything else; the text says which. */
export type ErrorCode = 0 | -1 | -3;

/** How an answer is put for the one who asks. */
export interface Manner {
  readonly door: DialectDoor;
  readonly language: Language;
  readonly errorCodeAsText: boolean;
}

/** What is said of one item of a push. */
export interface SaidItem {
  readonly dossierCode: string;
  readonly errorCode: ErrorCode;
  readonly message: Text;
}

/** What an answer says. `fault` names a refusal for the log. */
export interface Said {
  readonly errorCode: ErrorCode;
  readonly message: Text;
  readonly fault?: string;
  /** Stands in front of the code and the message, as the portal has it. */
  readonly session?: string;
  readonly result?: readonly unknown[];
  /** Of a push: its items in their order, in the place of the result. */
  readonly items?: readonly SaidItem[];
  readonly others?: Readonly<Record<string, unknown>>;
  /** Whole seconds after which it may be tried again. */
  readonly retryAfter?: number;
}

/** What HTTP itself says at these doors; everything else is said inside, with 200. */
const SAID_BY_HTTP: readonly number[] = [408, 413, 415, 429, 500, 503];

/** A success with what was asked for. */
export function done(success: Success, given: Pick<Said, 'result' | 'session' | 'others'> = {}): Said {
  return { errorCode: 0, message: SUCCESSES[success], ...given };
}

/** A refusal by a code of the dictionaries. */
export function failed(code: string, message: Text = dialectText(code)): Said {
  return { errorCode: -1, message, fault: code };
}

/** A refusal of one who sends too much for now; whole seconds to wait. */
export function tooFast(wait: number): Said {
  return { ...failed('rate.limited'), retryAfter: wait };
}

/**
 * The envelope of protocols §1.4. The wrapper puts it as text into an envelope of its own, with its code as text (source:
 * protocols §1.4, TH).
 */
export function envelope(said: Said, manner: Manner, headers: Answer['headers'] = {}): Answer {
  const { errorCode, session, fault } = said;
  const result = said.items?.map((item) => wireItem(item, manner)) ?? said.result;
  const inner = {
    ...(session !== undefined && { session }),
    ...spoken(said, manner),
    ...(result !== undefined && { result }),
    ...said.others,
  };
  const outer = manner.door === 'wrapper' ? { error_code: String(errorCode), message: JSON.stringify(inner) } : inner;
  const later = said.retryAfter === undefined ? {} : { 'retry-after': String(said.retryAfter) };
  const answer = jsonText(httpStatusOf(fault), JSON.stringify(outer), { ...headers, ...later });
  return fault === undefined ? answer : { ...answer, code: fault };
}

function httpStatusOf(fault: string | undefined): number {
  const status = fault !== undefined && isProblemCode(fault) ? PROBLEMS[fault].status : 200;
  return SAID_BY_HTTP.includes(status) ? status : 200;
}

function wireItem(item: SaidItem, manner: Manner): object {
  return { MaHoSo: item.dossierCode, ...spoken(item, manner) };
}

function spoken(
  { errorCode, message }: Pick<Said, 'errorCode' | 'message'>,
  { errorCodeAsText, language }: Manner,
): { error_code: string | number; message: string } {
  return { error_code: errorCodeAsText ? String(errorCode) : errorCode, message: inLanguage(message, language) };
}

/** Vietnamese is always there, because clients look for its words; English goes behind it where it is asked for. */
function inLanguage({ vi, en }: Text, language: Language): string {
  return language === 'vi' ? vi : `${vi} / ${en}`;
}
