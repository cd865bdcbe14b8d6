import type { LegalDay } from './instant.ts';

/** How a unit goes by: its electronic agency identifier (mã định danh) and its name. */
export interface UnitIdentity {
  readonly identifier: string;
  readonly name: string;
}

/** An identifier of a unit, valid in the half-open range of legal days. */
export interface DatedIdentifier {
  readonly identifier: string;
  readonly validFrom?: LegalDay;
  readonly validTo?: LegalDay;
}

/** A unit with every identifier that it ever had, and the units that took it over, each with the legal day of it. */
export interface UnitRow {
  readonly id: number;
  readonly name: string;
  /** By which people know it: the administrative code where it has one. */
  readonly code: string;
  readonly identifiers: readonly DatedIdentifier[];
  readonly successors: readonly { readonly id: number; readonly on: LegalDay }[];
}

/** Under which identifiers units go, by day. */
export class Agencies {
  private readonly units: ReadonlyMap<number, UnitRow>;

  constructor(units: readonly UnitRow[]) {
    this.units = new Map(units.map((unit) => [unit.id, unit]));
  }

  /**
   * The identifier and name of a unit on that day. One that was merged away by then goes by the one unit that took all of it over. A
   * day on which neither has an identifier is asked of the nearest that it has: before a unit began, its first; after it was
   * divided, its last. Undefined: it never had any.
   */
  on(unitId: number, day: LegalDay): UnitIdentity | undefined {
    const unit = this.units.get(unitId);
    if (unit === undefined) return undefined;
    const heir = this.heirOn(unit, day);
    const now = validOn(unit, day) ?? (heir && validOn(heir, day));
    return now ?? nearestTo(unit, day);
  }

  /** The code by which people know a unit. */
  codeOf(unitId: number): string | undefined {
    return this.units.get(unitId)?.code;
  }

  /** Who has taken all of a unit over by that day, however often that was itself taken over; itself if nobody has. */
  private heirOn(unit: UnitRow, day: LegalDay): UnitRow | undefined {
    const passed = new Set<UnitRow>();
    let heir: UnitRow | undefined = unit;
    // A circle of mergers would be a mistake in the data; it ends as well.
    while (heir !== undefined && !passed.has(heir)) {
      passed.add(heir);
      const [only, ...others]: UnitRow['successors'] = heir.successors.filter(({ on }) => on <= day);
      if (only === undefined) return heir;
      heir = others.length === 0 ? this.units.get(only.id) : undefined;
    }
    return undefined;
  }
}

function validOn({ name, identifiers }: UnitRow, day: LegalDay): UnitIdentity | undefined {
  const found = identifiers.find(
    ({ validFrom, validTo }) => (validFrom === undefined || validFrom <= day) && (validTo === undefined || day < validTo),
  );
  return found && { identifier: found.identifier, name };
}

function nearestTo({ name, identifiers }: UnitRow, day: LegalDay): UnitIdentity | undefined {
  const inOrder = identifiers.toSorted((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1));
  const nearest = inOrder.findLast(({ validFrom }) => validFrom === undefined || validFrom <= day) ?? inOrder[0];
  return nearest && { identifier: nearest.identifier, name };
}
