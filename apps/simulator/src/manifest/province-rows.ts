import type { HeldDossier, WireItem } from '../portal/dossier.ts';
import { textOf } from '../portal/status.ts';
import { readDate } from '../province/date.ts';
import { dotNetTime } from '../commune/times.ts';
import type { Row } from './row.ts';

/** What the provincial portal has, as its manifest says it: this wire has no channel and no address of a result. */
export function provinceRows(dossiers: Iterable<HeldDossier>): Row[] {
  return [...dossiers].flatMap(({ code, records, steps }) => {
    const record = records.at(-1)?.item;
    const receivedAt = record && secondsOf(record['DateReceived']);
    // Without a time of reception it stands in no bucket.
    if (record === undefined || receivedAt === undefined) return [];
    return [
      {
        ...placeOf(record, receivedAt),
        ...{ code, procedure: nationalPart(textOf(record['DocTypeCode'])), channel: '', status: Number(record['Status']) },
        ...{ receivedAt, dueAt: secondsOf(record['DateAppointed']), finishedAt: secondsOf(record['FinishedDate']) },
        returnedAt: secondsOf(record['ReturnedDate']),
        steps: steps.map(({ item }) => ({ status: Number(item['Status']), at: secondsOf(item['DateCreated']) ?? 0 })),
        hasResult: false,
      },
    ];
  });
}

function placeOf(record: WireItem, receivedAt: number): Pick<Row, 'unit' | 'day'> {
  return { unit: textOf(record['OrganInchargeIdLevel1']), day: dotNetTime(receivedAt * 1_000).slice(0, 10) };
}

function secondsOf(value: unknown): number | undefined {
  const at = readDate(textOf(value));
  return at === undefined || textOf(value).startsWith('0000') ? undefined : Math.floor(new Date(at).getTime() / 1_000);
}

/** Of a code that has one. */
export function nationalPart(code: string): string {
  return /^\d\.\d{6}/.exec(code)?.[0] ?? code;
}
