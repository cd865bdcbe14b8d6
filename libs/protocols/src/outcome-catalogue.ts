import type { MustAct } from '#canonical';
import { COMMON_CAUSES, type OutcomeCause, type OutcomeCauses } from './outcome-causes.ts';
import { foldText } from './outcome-table.ts';
import type { OwnOutcome } from './own-outcomes.ts';
import type { Answer, PartnerClient, PushKind } from './partner-client.ts';
import { isObject } from './envelope.ts';

/** What is made of the answers of one dialect beside its table: what each cause means, and what an operator has added. */
export class OutcomeCatalogue {
  private readonly causes: ReadonlyMap<string, OutcomeCause>;

  constructor(
    builtIn: OutcomeCauses,
    private readonly own: readonly OwnOutcome[] = [],
  ) {
    const all: OutcomeCauses = { ...COMMON_CAUSES, ...builtIn };
    this.causes = new Map([...Object.entries(all), ...own.map(({ cause, means }) => [cause, means] as const)]);
  }

  /** What a cause means; undefined where nobody said. */
  explain(cause: string): OutcomeCause | undefined {
    return this.causes.get(cause);
  }

  /** Who can do something about it; the province where nobody said. */
  mustAct(cause: string): MustAct {
    return this.explain(cause)?.mustAct ?? 'province';
  }

  /** Whether no line of a table knows the answer that came to this cause. */
  isUnexplained(cause: string): boolean {
    return this.explain(cause)?.isUnexplained === true;
  }

  /** A client whose answers are read with what an operator has added: it explains what the table of the dialect does not, and nothing else. */
  over(client: PartnerClient): PartnerClient {
    if (this.own.length === 0) return client;
    const push: PartnerClient['push'] = async (call, session, deadline) =>
      this.reconsider(call.kind, await client.push(call, session, deadline));
    return { ...client, push };
  }

  private reconsider(service: PushKind, answer: Answer): Answer {
    if (answer.verdict !== 'unknown' || !this.isUnexplained(answer.cause)) return answer;
    const text = foldText(wordsOf(answer.body ?? '').join(' · '));
    const row = this.own.find((candidate) => holds(candidate, { service, answer, text }));
    return row === undefined ? answer : { ...answer, verdict: row.verdict, cause: row.cause };
  }
}

function holds(row: OwnOutcome, { service, answer, text }: { service: PushKind; answer: Answer; text: string }): boolean {
  const { http = 0, code } = answer;
  return (
    row.services.includes(service) &&
    (row.http === undefined || (http >= row.http[0] && http <= row.http[1])) &&
    (row.code === undefined || row.code === code) &&
    (row.text === undefined || text.includes(row.text)) &&
    (row.without === undefined || !text.includes(row.without))
  );
}

const MOST_WRAPPINGS = 4;

/** The texts of an answer, whatever they are wrapped in; an answer that is no JSON is one text. */
export function wordsOf(body: string, left = MOST_WRAPPINGS): string[] {
  if (left === 0 || !/^\s*[[{"]/.test(body)) return [body];
  try {
    return textsIn(JSON.parse(body) as unknown, left);
  } catch {
    return [body];
  }
}

function textsIn(value: unknown, left: number): string[] {
  if (typeof value === 'string') return wordsOf(value, left - 1);
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, left));
  return isObject(value) ? Object.values(value).flatMap((one) => textsIn(one, left)) : [];
}
