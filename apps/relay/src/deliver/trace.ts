import type { ClaimedLane } from '#ledger';
import { childOf, newTraceContext, spanIdOf, traceIdOf, type TraceContext } from '#runtime';

const MOST_OTHERS = 20;

/** The span of a call, and the traces of what else goes along: a call is part of one trace, that of the first item in it. */
export interface CallTrace {
  readonly span: TraceContext;
  readonly others: readonly string[];
}

/** The trace of what a lane sends; of a new one for what was accepted before traces were kept. */
export function traceOfItems({ pending, acked }: ClaimedLane, seqs: readonly number[]): TraceContext[] {
  const sent = pending.filter(({ seq }) => seqs.includes(seq)).map(({ trace }) => trace);
  const traces = (sent.length === 0 ? [acked?.trace] : sent).filter((trace) => trace !== undefined);
  return traces.length === 0 ? [newTraceContext()] : traces;
}

/** A span of its own for a call that carries what these lanes send. */
export function traceOfCall(
  parts: readonly { readonly lane: ClaimedLane; readonly draft: { readonly items: readonly { readonly seq: number }[] } }[],
): CallTrace {
  const traces = parts.flatMap(({ lane, draft }) =>
    traceOfItems(
      lane,
      draft.items.map(({ seq }) => seq),
    ),
  );
  const [first = newTraceContext()] = traces;
  const others = new Set(traces.map(traceIdOf));
  others.delete(traceIdOf(first));
  return { span: childOf(first), others: [...others].slice(0, MOST_OTHERS) };
}

/** How a call names its trace in the log. */
export function traceFields({ span, others }: CallTrace): Record<string, unknown> {
  return { trace_id: traceIdOf(span), span_id: spanIdOf(span), ...(others.length > 0 && { otherTraces: others }) };
}
