import { isStatus, STATUS_TEXTS } from '#canonical';
import type { DueDossier } from '#ledger';
import type { Text } from '#runtime';
import { html, type Markup } from '../markup.ts';
import { OWNERS, SHEET_TEXTS as T, STANDINGS } from '../view/sheet-texts.ts';
import { showDay, showTime, type FactsView } from '../view/sheet-view.ts';
import { both, figures, section, table } from './parts.ts';

type Destination = FactsView['destinations'][number];

/** How many dossiers of which kind. */
export function dossiersSection({ dossiers }: FactsView): Markup {
  const { withoutDueDate, unread } = dossiers;
  const names = ['received', 'registered', 'inProgress', 'waitsForCitizen', 'finished', 'returned', 'refused'] as const;
  return section(
    T.dossiers,
    figures([
      ...names.map((name) => ({ text: T[name], value: dossiers[name] })),
      ...(withoutDueDate > 0 ? [{ text: T.withoutDueDate, value: withoutDueDate, isUrgent: true }] : []),
      ...(unread > 0 ? [{ text: T.unread, value: unread, isUrgent: true }] : []),
    ]),
  );
}

/** What is due, and the dossiers that have to be finished first. */
export function dueSection({ due }: FactsView, withDossiers: boolean): Markup {
  const { overdue, today, soon, dossiers } = due;
  const rows = dossiers.map((dossier) => [
    ...[dossier.code, dossier.procedure, statusOf(dossier.status), showDay(dossier.dueOn), workedOf(dossier, overdue, dossiers)],
  ]);
  const listed = soon?.reduce((sum, one) => sum + one.dossiers, overdue + today) ?? overdue + today;
  return section(
    T.due,
    figures([
      { text: T.overdue, value: overdue, isUrgent: overdue > 0 },
      { text: T.dueToday, value: today, isUrgent: today > 0 },
      ...(soon ?? []).map((one) => ({ text: on(T.dueOn, showDay(one.day)), value: one.dossiers })),
      ...(soon === undefined ? [{ text: T.dueSoon, value: T.noCalendar.vi }] : []),
    ]),
    ...(withDossiers
      ? [
          table(
            { heads: [T.dossier, T.procedure, T.status, T.dueDate, T.workingDays], numeric: [4], whole: [0, 1, 3] },
            rows,
            T.nothing,
          ),
        ]
      : []),
    ...(withDossiers ? moreThan(rows.length, listed) : []),
  );
}

/** How many there are beside those that are shown. */
function moreThan(shown: number, all: number): Markup[] {
  return all > shown ? [html`<p class="none">${both(T.more)}: ${all - shown}</p>`] : [];
}

function on({ vi, en }: Text, day: string): Text {
  return { vi: `${vi} ${day}`, en: `${en} ${day}` };
}

function statusOf(status: number): Markup {
  return isStatus(status) ? both(STATUS_TEXTS[status]) : html`${status}`;
}

function workedOf(dossier: DueDossier, overdue: number, all: readonly DueDossier[]): Markup {
  if (dossier.worked === undefined) return html`–`;
  const days = String(dossier.worked).replace('.', ',');
  const isLate = all.indexOf(dossier) < overdue;
  return isLate ? html`<span class="late">▲ ${T.late.vi} ${days}</span>` : html`${T.left.vi} ${days}`;
}

/** What became of items at destinations on the day, and how dossiers stand there. */
export function destinationsSection(facts: FactsView): Markup {
  const heads = [T.destination, T.delivered, T.refusedItems, T.acknowledged, T.waiting, T.heldNow, T.blockedNow];
  const rows = facts.destinations.map((one) => [
    html`${both(one.name)}${standingOf(one)}`,
    ...[one.delivered, one.refused, one.acknowledged, one.waiting, one.heldNow, one.blockedNow],
  ]);
  const waits = facts.waits.map(({ destination, reason, next, mustAct, since, dossiers, codes }) => [
    html`${both(nameOf(facts, destination))}`,
    html`${both(reason)}${T.since.vi} ${showTime(since)}`,
    both(next),
    both(OWNERS[mustAct] ?? OWNERS['province'] ?? T.province),
    dossiers,
    html`${codes.join(', ')}${codes.length < dossiers ? ', …' : ''}`,
  ]);
  return section(
    T.destinations,
    table({ heads, numeric: [1, 2, 3, 4, 5, 6] }, rows, T.nothing),
    html`<h3>${both(T.waits)}</h3>`,
    table({ heads: [T.destination, T.reason, T.next, T.owner, T.count, T.sample], numeric: [4], whole: [3] }, waits, T.nothing),
    ...moreThan(waits.length, facts.waitReasons),
  );
}

function nameOf({ destinations }: FactsView, id: string): Text {
  return destinations.find(({ destination }) => destination === id)?.name ?? { vi: id, en: id };
}

function standingOf({ mode, standing }: Destination): Markup {
  const kind = mode === 'shadow' ? 'shadow' : standing;
  return kind === 'open' ? html`` : html`<span class="late">▲ ${STANDINGS[kind].vi} · ${STANDINGS[kind].en}</span>`;
}

/** Differences that are the commune's, what it is asked to send again, and its warnings. */
export function tasksSections({ differences, resends, resendsOpen, warnings }: FactsView): Markup {
  const { byOwner, own } = differences;
  const open = Object.entries(byOwner).map(([owner, count]) => ({
    text: OWNERS[owner] ?? { vi: owner, en: owner },
    value: count,
  }));
  const tasks = own.map(({ dossierCode, reason, next, field, firstAt }) => [
    ...[dossierCode, html`${both(reason)}${field === 'dossier' ? '' : `(${field})`}`, both(next), showTime(firstAt)],
  ]);
  const asked = resends.map(({ dossierCode, client, next, since, at }) => [
    ...[dossierCode ?? html`${T.everything.vi} ${showTime(since)}`, client, both(next), showTime(at)],
  ]);
  const warned = warnings.map(({ message, next, given }) => [both(message), both(next), given]);
  return html`${section(
    T.differences,
    ...(open.length > 0 ? [figures(open)] : []),
    table({ heads: [T.dossier, T.reason, T.next, T.since], whole: [0, 3] }, tasks, T.nothing),
    ...moreThan(tasks.length, byOwner['commune'] ?? 0),
  )}${section(
    T.resends,
    table({ heads: [T.dossier, T.system, T.next, T.since], whole: [0, 3] }, asked, T.nothing),
    ...moreThan(asked.length, resendsOpen),
  )}${section(T.warnings, table({ heads: [T.reason, T.next, T.count], numeric: [2] }, warned, T.nothing))}`;
}

/** When each system of the unit called last. */
export function systemsSection({ systems, systemsKnown }: FactsView, madeAt: Date): Markup {
  const rows = systems.map(({ client, name, lastAt }) => [
    ...[client, name, lastAt === null ? both(T.never) : html`${showTime(lastAt)} (${ageOf(lastAt, madeAt)})`],
  ]);
  const listed = table({ heads: [T.system, T.name, T.lastContact] }, rows, T.nothing);
  return section(T.systems, listed, ...moreThan(rows.length, systemsKnown));
}

const MINUTE_MS = 60_000;
const MINUTES_OF_HOUR = 60;
const HOURS_OF_DAY = 24;

/** How long ago, in words. */
export function ageOf(at: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - at.getTime()) / MINUTE_MS));
  if (minutes < MINUTES_OF_HOUR) return `${String(minutes)} phút trước`;
  const hours = Math.floor(minutes / MINUTES_OF_HOUR);
  return hours < 2 * HOURS_OF_DAY ? `${String(hours)} giờ trước` : `${String(Math.floor(hours / HOURS_OF_DAY))} ngày trước`;
}
