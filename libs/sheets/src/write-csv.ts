import { csvText } from './csv-text.ts';
import { OWNERS, SHEET_TEXTS as T } from './view/sheet-texts.ts';
import { showDay, showTime, type FactsView, type SheetView } from './view/sheet-view.ts';

const HEAD = ['Ngày', 'Mã đơn vị', 'Đơn vị', 'Mục', 'Chỉ tiêu', 'Đối tượng', 'Số lượng', 'Thời điểm', 'Ghi chú'];
/** A line of the table behind its day and unit. */
interface Line {
  readonly section: string;
  readonly figure: string;
  readonly subject?: string;
  readonly count?: number | undefined;
  readonly at?: string;
  readonly note?: string;
}

/** The sheet as a table for a spreadsheet (RFC 4180, UTF-8 with a byte order mark): one figure or one thing to do in a line. */
export function writeCsv({ day, of, unit, facts, rows }: SheetView): string {
  const whole = unit ?? { code: '', name: of === 'province' ? T.province.vi : T.units.vi };
  const lines = [
    ...linesOf(facts).map((line) => ({ unit: whole, line })),
    ...rows.flatMap((row) => linesOf(row.facts).map((line) => ({ unit: row.unit, line }))),
  ];
  const table = lines.map(({ unit: { code, name }, line }) => [
    ...[showDay(day), code, name, line.section, line.figure, line.subject ?? ''],
    ...[line.count === undefined ? '' : String(line.count), line.at ?? '', line.note ?? ''],
  ]);
  return csvText([HEAD, ...table]);
}

function linesOf(facts: FactsView): Line[] {
  return [...dossierLines(facts), ...dueLines(facts), ...destinationLines(facts), ...taskLines(facts), ...systemLines(facts)];
}

function dossierLines({ dossiers }: FactsView): Line[] {
  const names = [
    ...(['received', 'registered', 'inProgress', 'waitsForCitizen', 'finished', 'returned', 'refused'] as const),
    ...(['withoutDueDate', 'unread'] as const),
  ];
  return names.map((name) => ({ section: T.dossiers.vi, figure: T[name].vi, count: dossiers[name] }));
}

function dueLines({ due }: FactsView): Line[] {
  const section = T.due.vi;
  return [
    { section, figure: T.overdue.vi, count: due.overdue },
    { section, figure: T.dueToday.vi, count: due.today },
    ...(due.soon ?? []).map(({ day, dossiers }) => ({ section, figure: T.dueOn.vi, at: showDay(day), count: dossiers })),
    ...(due.soon === undefined ? [{ section, figure: T.dueSoon.vi, note: T.noCalendar.vi }] : []),
    ...due.dossiers.map(({ code, dueOn, worked, procedure }) => ({
      ...{ section, figure: T.workingDays.vi, subject: code, at: showDay(dueOn), count: worked, note: procedure },
    })),
  ];
}

function destinationLines({ destinations, waits, waitReasons }: FactsView): Line[] {
  const figures = [
    ...([
      ['delivered', T.delivered],
      ['refused', T.refusedItems],
      ['acknowledged', T.acknowledged],
    ] as const),
    ...([
      ['waiting', T.waiting],
      ['heldNow', T.heldNow],
      ['blockedNow', T.blockedNow],
    ] as const),
  ];
  return [
    ...destinations.flatMap((destination) =>
      figures.map(([name, text]) => ({
        ...{ section: T.destinations.vi, figure: text.vi, subject: destination.name.vi, count: destination[name] },
      })),
    ),
    ...waits.map(({ destination, reason, next, mustAct, dossiers, since, codes }) => ({
      ...{ section: T.waits.vi, figure: reason.vi, subject: destination, count: dossiers, at: showTime(since) },
      note: `${OWNERS[mustAct]?.vi ?? mustAct}: ${next.vi} (${codes.join(' ')})`,
    })),
    ...moreThan(T.waits.vi, waits.length, waitReasons),
  ];
}

function taskLines({ differences, resends, resendsOpen, warnings }: FactsView): Line[] {
  return [
    ...Object.entries(differences.byOwner).map(([owner, count]) => ({
      ...{ section: T.differencesOpen.vi, figure: OWNERS[owner]?.vi ?? owner, count },
    })),
    ...differences.own.map(({ dossierCode, reason, next, firstAt }) => ({
      ...{ section: T.differences.vi, figure: reason.vi, subject: dossierCode, at: showTime(firstAt), note: next.vi },
    })),
    { section: T.resends.vi, figure: T.resends.vi, count: resendsOpen },
    ...resends.map(({ dossierCode, client, next, since, at }) => ({
      ...{ section: T.resends.vi, figure: client, subject: dossierCode ?? `${T.everything.vi} ${showTime(since)}` },
      ...{ at: showTime(at), note: next.vi },
    })),
    ...warnings.map(({ message, next, given }) => ({
      ...{ section: T.warnings.vi, figure: message.vi, count: given, note: next.vi },
    })),
  ];
}

function systemLines({ systems, systemsKnown }: FactsView): Line[] {
  const lines = systems.map(({ client, name, lastAt }) => ({
    ...{ section: T.systems.vi, figure: T.lastContact.vi, subject: client },
    ...{ at: lastAt === null ? T.never.vi : showTime(lastAt), note: name },
  }));
  return [...lines, ...moreThan(T.systems.vi, systems.length, systemsKnown)];
}

/** How many there are beside those that are listed. */
function moreThan(section: string, listed: number, all: number): Line[] {
  return all > listed ? [{ section, figure: T.more.vi, count: all - listed }] : [];
}
