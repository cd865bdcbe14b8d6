import { NO_STEPS, parseInstant, parseProcedureCode, withStep, type Instant, type ManifestFacts } from '#canonical';
import { plain, type WireItem } from '#protocols';
import { NO_DATE } from './date.write.ts';
import { stepKey } from './trace.write.ts';

/**
 * What a provincial portal can say of a dossier that it was told so: this wire has no channel and no result, and equal traces are kept once
 * (assumption A7).
 */
export function factsTold(document: WireItem, traces: readonly WireItem[]): ManifestFacts {
  const date = (member: string): Instant | undefined => readDate(document[member]);
  const type = plain(document['DocTypeCode']);
  return {
    code: plain(document['DocCode']),
    procedure: parseProcedureCode(type)?.national ?? type,
    channel: undefined,
    status: Number(document['Status']),
    ...{ receivedAt: date('DateReceived'), dueAt: date('DateAppointed'), finishedAt: date('FinishedDate') },
    returnedAt: date('ReturnedDate'),
    steps: [...new Map(traces.map((trace) => [stepKey(trace), trace])).values()].reduce(withTrace, NO_STEPS),
    hasResult: false,
  };
}

function withTrace(steps: ManifestFacts['steps'], trace: WireItem): ManifestFacts['steps'] {
  const occurredAt = readDate(trace['DateCreated']);
  return occurredAt === undefined ? steps : withStep(steps, { status: Number(trace['Status']), occurredAt });
}

function readDate(value: unknown): Instant | undefined {
  const text = plain(value);
  return text === NO_DATE ? undefined : parseInstant(text.replace(/\+0700$/, '+07:00'));
}
