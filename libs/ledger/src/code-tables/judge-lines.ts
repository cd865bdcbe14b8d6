import { PROCEDURE_ALIASES, SUB_CODE, withoutPublisher } from '#canonical';
import type { RowFault, Text } from '#runtime';
import type { CodeLine, TableName } from './code-line.ts';

/** What is known of the values of a table. */
export interface KnownValues {
  /** The gateway's own values; undefined = they are not listed. */
  readonly own: readonly string[] | undefined;
  /** National codes of procedures. */
  readonly procedures: ReadonlySet<string>;
}

/** A line of a table that is to be loaded. */
export interface PlacedLine extends CodeLine {
  readonly line: number;
}

/** What no table may say: a code that the gateway does not have, an alias that leads to no procedure, and aliases that lead in a circle. */
export function faultsOfLines(lines: readonly PlacedLine[], name: TableName, known: KnownValues): RowFault[] {
  return name.table === PROCEDURE_ALIASES && name.direction === 'out'
    ? [...unknownProcedures(lines, known.procedures), ...circles(lines)]
    : unknownOwn(lines, name, known.own);
}

function unknownOwn(lines: readonly PlacedLine[], { direction }: TableName, own: readonly string[] | undefined): RowFault[] {
  if (own === undefined) return [];
  const column = direction === 'out' ? 'from' : 'to';
  const ours = ({ fromCode, toCode }: PlacedLine): string => (direction === 'out' ? fromCode : toCode);
  return lines
    .filter((line) => !own.includes(ours(line)) && !own.includes(ours(line).split(SUB_CODE)[0] ?? ''))
    .map((line) => ({ line: line.line, column, reason: unknownCode(ours(line)), write: own.join(' | ') }));
}

function unknownCode(code: string): Text {
  return { vi: `cổng không có mã “${code}”`, en: `the gateway has no code “${code}”` };
}

function unknownProcedures(lines: readonly PlacedLine[], procedures: ReadonlySet<string>): RowFault[] {
  const aliases = new Set(lines.map(({ fromCode }) => fromCode));
  const isKnown = (code: string): boolean =>
    procedures.has(withoutPublisher(code)) || aliases.has(code) || aliases.has(withoutPublisher(code));
  return lines
    .filter(({ toCode }) => !isKnown(toCode))
    .map(({ line, toCode }) => {
      const reason = {
        vi: `danh mục không có thủ tục “${toCode}”; hãy bổ sung thủ tục trước`,
        en: `the catalogue has no procedure “${toCode}”; add it first`,
      };
      return { line, column: 'to', reason };
    });
}

interface Path {
  readonly line: PlacedLine;
  readonly from: string | null;
  readonly to: string | null;
}

/** Each line from which aliases lead back to itself on some day. */
export function circles(lines: readonly PlacedLine[]): RowFault[] {
  const byCode = new Map<string, PlacedLine[]>();
  for (const line of lines) byCode.set(line.fromCode, [...(byCode.get(line.fromCode) ?? []), line]);
  const nextOf = ({ line: { toCode }, from, to }: Path): Path[] =>
    [...new Set([toCode, withoutPublisher(toCode)])]
      .flatMap((code) => byCode.get(code) ?? [])
      .map((line) => ({ line, from: latest(from, line.validFrom), to: earliest(to, line.validTo) }))
      .filter((path) => path.from === null || path.to === null || path.from < path.to);
  return lines
    .filter((line) => leadsBack(line, nextOf))
    .map(({ line, fromCode }) => ({ line, column: 'to', reason: inCircle(fromCode) }));
}

function leadsBack(start: PlacedLine, nextOf: (path: Path) => Path[]): boolean {
  const pending = nextOf({ line: start, from: start.validFrom, to: start.validTo });
  const passed = new Set<string>();
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (path.line === start) return true;
    const place = JSON.stringify([path.line.line, path.from, path.to]);
    if (passed.has(place)) continue;
    passed.add(place);
    pending.push(...nextOf(path));
  }
  return false;
}

function inCircle(code: string): Text {
  return {
    vi: `từ ${code} các mã dẫn vòng trở lại chính nó trong cùng một thời gian`,
    en: `from ${code} the codes lead back to itself during the same time`,
  };
}

function latest(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

function earliest(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
