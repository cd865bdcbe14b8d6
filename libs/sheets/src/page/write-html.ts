import { html, Markup } from '../markup.ts';
import { SHEET_TEXTS as T, weekdayOf } from '../view/sheet-texts.ts';
import { showDay, showTime, type FactsView, type SheetView } from '../view/sheet-view.ts';
import { ageOf, destinationsSection, dossiersSection, dueSection, systemsSection, tasksSections } from './facts-sections.ts';
import { both, section, table } from './parts.ts';
import { STYLE } from './style.ts';

/** The sheet as one page that stands by itself: no script, nothing that is loaded from anywhere, made for A4. */
export function writeHtml(view: SheetView): string {
  const { day, madeAt, of, unit, facts, rows } = view;
  const title = unit === null ? (of === 'province' ? T.province : T.units) : { vi: unit.name, en: unit.code };
  const weekday = weekdayOf(day);
  const isOfOne = unit !== null;
  return html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${T.title.vi} ${showDay(day)} – ${title.vi}</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>${both(T.title)}</h1>
          <p class="of">${both(title)}</p>
          <p class="when">
            ${T.ofDay.vi} ${showDay(day)} (${weekday.vi}) <span lang="en">${weekday.en}</span> · ${T.madeAt.vi}
            ${showTime(madeAt)} <span lang="en">${T.madeAt.en}</span>
          </p>
        </header>
        <main>
          ${dossiersSection(facts)}${dueSection(facts, isOfOne)}${destinationsSection(facts)}${tasksSections(facts)}${isOfOne ? systemsSection(facts, madeAt) : eachUnit(rows, madeAt)}
        </main>
        <footer>
          <p>${both(T.asOfNow)}</p>
          <p>${both(T.noPersons)}</p>
        </footer>
      </body>
    </html> `.text;
}

function eachUnit(rows: SheetView['rows'], madeAt: Date): Markup {
  const heads = [
    ...[T.unit, T.received, T.inProgress, T.finished, T.overdue, T.dueToday],
    ...[T.waiting, T.heldNow, T.blockedNow, T.differencesOpen, T.lastContact],
  ];
  const lines = rows.map(({ unit, facts }) => [
    html`${unit.name} <span lang="en">${unit.code}</span>`,
    ...[facts.dossiers.received, facts.dossiers.inProgress, facts.dossiers.finished],
    ...[marked(facts.due.overdue), facts.due.today],
    ...[sumOf(facts, 'waiting'), marked(sumOf(facts, 'heldNow')), marked(sumOf(facts, 'blockedNow'))],
    Object.values(facts.differences.byOwner).reduce((sum, open) => sum + open, 0),
    lastContactOf(facts, madeAt),
  ]);
  return section(T.eachUnit, table({ heads, numeric: [1, 2, 3, 4, 5, 6, 7, 8, 9], whole: [0] }, lines, T.nothing));
}

function marked(count: number): Markup {
  return count > 0 ? html`<span class="late">▲ ${count}</span>` : html`0`;
}

function sumOf({ destinations }: FactsView, name: 'waiting' | 'heldNow' | 'blockedNow'): number {
  return destinations.reduce((sum, destination) => sum + destination[name], 0);
}

function lastContactOf({ systems }: FactsView, madeAt: Date): string {
  const latest = systems.reduce<Date | null>(
    (last, { lastAt }) => (last === null || (lastAt ?? last) > last ? lastAt : last),
    null,
  );
  return latest === null ? T.never.vi : ageOf(latest, madeAt);
}
