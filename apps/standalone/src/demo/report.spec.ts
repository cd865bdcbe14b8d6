import { describe, expect, it } from '@jest/globals';
import { Terminal } from '../terminal/terminal.ts';
import { widthOf } from '../terminal/width.ts';
import { compare, type Comparison } from './compare.ts';
import type { Commune } from './communes.ts';
import { demoSource, planDemo } from './plan.ts';
import type { PortalName } from './portal.ts';
import { report } from './report.ts';

const NAMES = ['Phường Quảng Phú', 'Xã Điền Lư', 'Xã Thiệu Quang'];
const DOORS = ['native', 'national', 'wrapper'] as const;
const COMMUNES = NAMES.map((name, at): Commune => ({
  ...{ code: `1650${String(at)}`, name, agencyCode: `H56.1650${String(at)}`, apiKey: 'k', username: 'u', password: 'p' },
  ...{ door: DOORS[at % DOORS.length] ?? 'native', isLimited: false },
}));
const PLANS = planDemo(COMMUNES, demoSource(undefined, { seed: 1, today: '2026-11-26', config: 'config' }));

const PORTALS: readonly PortalName[] = ['national', 'province'];

/** What is reported of portals that hold everything, or nothing. */
function reported(columns: number | undefined, isThere: boolean): { lines: string[]; isWhole: boolean } {
  let text = '';
  const write = (more: string): string => (text += more);
  const terminal = new Terminal(columns === undefined ? { write } : { write, isTTY: true, columns });
  const whole: Omit<Comparison, 'dossierCode'> = {
    ...{ records: 4, steps: 3, isFinished: true },
    lost: [],
    doubled: [],
    isOutOfOrder: false,
  };
  const outcomes = PLANS.map((plan) => ({
    plan,
    at: new Map(
      PORTALS.map((portal) => [
        portal,
        plan.dossiers.map((dossier) =>
          isThere ? { ...whole, dossierCode: dossier.dossierCode } : compare(dossier, portal, undefined),
        ),
      ]),
    ),
  }));
  const isWhole = report(terminal, outcomes);
  return { lines: text.split('\n'), isWhole };
}

describe('the report of the demo', () => {
  it.each([80, 120])('is no wider than a terminal of %d columns, whatever it found', (columns) => {
    for (const isThere of [true, false])
      expect(reported(columns, isThere).lines.filter((line) => widthOf(line) > columns)).toEqual([]);
  });

  it('shows every column of both portals, anywhere that is wide enough or no terminal', () => {
    for (const columns of [100, undefined]) {
      const { lines, isWhole } = reported(columns, true);
      expect(lines.find((line) => line.includes('Commune'))).toMatch(
        /Demo code +Door +Sent +steps +Nat\. +records +steps +Prov\. +records +steps$/,
      );
      expect(lines.find((line) => line.includes('Tổng'))).toMatch(/Total: 3 +30 +\d+ +30 +120 +90 +30 +120 +90$/);
      expect(isWhole).toBe(true);
    }
  });

  it('says what is missing, and of which dossiers', () => {
    const { lines, isWhole } = reported(undefined, false);
    expect(isWhole).toBe(false);
    expect(lines.filter((line) => /^✘ .*: 30 hồ sơ khác bản đã gửi/.test(line))).toHaveLength(PORTALS.length);
    expect(lines.filter((line) => /^ {4}H56\.\d{5}-/.test(line))).toHaveLength(10 * PORTALS.length);
  });
});
