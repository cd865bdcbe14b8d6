import type { Acceptance, Receipt, Submission, SubmittedItem } from '#ledger';
import { faultPoint, type Asker } from '#runtime';
import type { Door } from '../door.ts';
import { jsonText, type Answer } from '../http/answer.ts';
import { problem } from '../problems/problem.ts';
import { ownRefusal, readBody, type Reading } from './intake.ts';
import type { Message } from './message.ts';
import { countItems, noteAccepted } from './note.ts';
import type { Options } from './options.ts';
import { render } from './render.ts';

type Judgeable = Extract<Reading, { kind: 'items' }>;
type Meant = Extract<Options, { kind: 'options' }>;

/** Takes a message in: reads it, has the ledger judge and keep it, and answers only after that is committed. */
export async function accept(door: Door, message: Message): Promise<Answer> {
  const { asker, client, options, intake } = message;
  if (options.kind === 'problem') return problem(asker, options.code);
  const takeItems = (amount: number): number | undefined => door.limits.takeItems(client, amount);
  const reading = await readBody(intake, message.body, { ...door.reading(), takeItems });
  if (reading.kind === 'problem') return problem(asker, reading.code, reading.findings);
  if (reading.kind === 'too-fast') return problem(asker, 'rate.limited', [], { 'retry-after': String(reading.wait) });
  return submit(door, message, reading, options);
}

async function submit(door: Door, message: Message, reading: Judgeable, meant: Meant): Promise<Answer> {
  const { isBatch, raw, items } = reading;
  const { key, validateOnly } = meant;
  const manner = { signer: door.signer, isBatch, validateOnly };
  const show = (receipts: readonly Receipt[]): Answer => render(message.asker, manner, receipts);
  const idempotency: Submission['idempotency'] =
    key === undefined || validateOnly ? undefined : { key, path: message.intake.path, render: show };
  faultPoint('partner-api.read');
  const began = door.clock.monotonic();
  const acceptance =
    judgedByDoor(items, idempotency) ??
    (await door.ledger.accept({
      clientId: message.client.id,
      door: 'native',
      raw,
      items,
      trace: message.asker.trace,
      idempotency,
      validateOnly,
    }));
  faultPoint('partner-api.committed');
  if (acceptance.kind !== 'judged') return answerToKey(message.asker, acceptance);
  const judged = { receipts: acceptance.receipts, validateOnly, durationMs: door.clock.monotonic() - began };
  const noted = { asker: message.asker, client: message.client, door: 'native', intake: message.intake.path } as const;
  countItems(door, noted, judged);
  const answer = show(acceptance.receipts);
  if (answer.code === undefined) noteAccepted(door, noted, judged);
  return answer;
}

// Without a key to check there is nothing to ask the ledger about items that are all refused already.
function judgedByDoor(items: readonly SubmittedItem[], idempotency: Submission['idempotency']): Acceptance | undefined {
  if (idempotency !== undefined) return undefined;
  const receipts = items.map(ownRefusal).filter((receipt) => receipt !== undefined);
  return receipts.length === items.length ? { kind: 'judged', receipts } : undefined;
}

function answerToKey(asker: Asker, acceptance: Exclude<Acceptance, { kind: 'judged' }>): Answer {
  switch (acceptance.kind) {
    case 'replayed':
      return jsonText(acceptance.answer.status, acceptance.answer.body, { 'idempotency-replayed': 'true' });
    case 'key-reused':
      return problem(
        asker,
        'idempotency.key-reused',
        acceptance.differing.map((field) => ({ field, code: 'idempotency.key-reused' })),
      );
    case 'key-busy':
      return problem(asker, 'idempotency.key-busy', [], { 'retry-after': '1' });
  }
}
