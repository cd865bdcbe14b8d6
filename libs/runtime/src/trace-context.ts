import { randomBytes } from 'node:crypto';

/** Of which trace something is part, as the W3C Trace Context Recommendation writes it. */
export interface TraceContext {
  /** `00-<trace id>-<parent id>-<flags>`, in lower case. */
  readonly traceparent: string;
  /** Of other tracing systems, passed on as it came, at most 512 characters. */
  readonly tracestate?: string;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const NO_TRACE = '0'.repeat(32);
const NO_PARENT = '0'.repeat(16);
const SAMPLED = 0x01;
const RANDOM = 0x02;
const MOST_STATE = 512;
const MOST_MEMBERS = 32;
const KEY = String.raw`[a-z][a-z0-9_\-*/]{0,255}|[a-z0-9][a-z0-9_\-*/]{0,240}@[a-z][a-z0-9_\-*/]{0,13}`;
const VALUE = String.raw`[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]`;
const MEMBER = new RegExp(`^(${KEY})=(${VALUE})$`);

/**
 * Reads the headers of a request. What is broken counts as not there, and then a new trace begins: `tracestate` goes with its
 * `traceparent` alone. A version of later years is read as far as it is like ours, and goes on as ours.
 */
export function readTraceContext(traceparent: unknown, tracestate: unknown): TraceContext {
  const [, version, trace, parent, flags, rest] = typeof traceparent === 'string' ? (TRACEPARENT.exec(traceparent) ?? []) : [];
  const isSound = version !== undefined && version !== 'ff' && trace !== NO_TRACE && parent !== NO_PARENT;
  if (!isSound || (version === '00' && rest !== undefined)) return newTraceContext();
  // Flags that we do not know are not passed on.
  const known = Number.parseInt(flags ?? '', 16) & (SAMPLED | RANDOM);
  const state = readState(tracestate);
  return { traceparent: write(trace ?? '', parent ?? '', known), ...(state !== undefined && { tracestate: state }) };
}

/** A trace that begins here. */
export function newTraceContext(): TraceContext {
  return { traceparent: write(randomId(16), randomId(8), RANDOM) };
}

/** The same trace with a span of its own: what is called from there names it as its parent. */
export function childOf({ traceparent, ...more }: TraceContext): TraceContext {
  const flags = Number.parseInt(traceparent.slice(-2), 16);
  return { ...more, traceparent: write(traceIdOf({ traceparent }), randomId(8), flags) };
}

/** The id of the whole trace, 32 hexadecimal digits. */
export function traceIdOf({ traceparent }: Pick<TraceContext, 'traceparent'>): string {
  return traceparent.slice(3, 35);
}

/** The id of the span itself, 16 hexadecimal digits. */
export function spanIdOf({ traceparent }: Pick<TraceContext, 'traceparent'>): string {
  return traceparent.slice(36, 52);
}

/** The headers of a request that is part of a trace. */
export function traceHeaders({ traceparent, tracestate }: TraceContext): Record<string, string> {
  return { traceparent, ...(tracestate !== undefined && { tracestate }) };
}

/** A list of members that all are well-formed, none twice; else nothing, as the Recommendation has it. Too long a one loses its last members. */
function readState(header: unknown): string | undefined {
  const text = Array.isArray(header) ? header.join(',') : header;
  if (typeof text !== 'string') return undefined;
  const members = text
    .split(',')
    .map((member) => member.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((member) => member !== '');
  const keys = members.map((member) => MEMBER.exec(member)?.[1]);
  if (members.length === 0 || members.length > MOST_MEMBERS) return undefined;
  if (keys.includes(undefined) || new Set(keys).size < keys.length) return undefined;
  while (members.join(',').length > MOST_STATE) members.pop();
  return members.length === 0 ? undefined : members.join(',');
}

function write(trace: string, parent: string, flags: number): string {
  return `00-${trace}-${parent}-${flags.toString(16).padStart(2, '0')}`;
}

/** Never all zeros, which would be none. */
function randomId(bytes: number): string {
  const id = randomBytes(bytes).toString('hex');
  return /[^0]/.test(id) ? id : randomId(bytes);
}
