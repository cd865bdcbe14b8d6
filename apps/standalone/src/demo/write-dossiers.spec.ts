import { describe, expect, it } from '@jest/globals';
import { isStatus, mayFollow, parseDossierCode, parseInstant, type Status } from '#canonical';
import { writeDossier } from './write-dossiers.ts';

const BEFORE = '2026-11-23';
const many = Array.from({ length: 200 }, (_, at) =>
  writeDossier({
    agencyCode: 'H56.14797',
    agencyName: 'Phường Hạc Thành',
    procedures: ['2.000815', '1.001193'],
    before: BEFORE,
    number: at + 1,
  }),
);

describe('the dossiers of the demo', () => {
  it('are the same in every start, to the letter', () => {
    const again = writeDossier({
      agencyCode: 'H56.14797',
      agencyName: 'Phường Hạc Thành',
      procedures: ['2.000815', '1.001193'],
      before: BEFORE,
      number: 7,
    });
    expect(again).toEqual(many[6]);
  });

  it('have codes of their own that are well-formed', () => {
    expect(new Set(many.map(({ dossierCode }) => dossierCode)).size).toBe(many.length);
    expect(many.filter(({ dossierCode }) => parseDossierCode(dossierCode) === undefined)).toEqual([]);
  });

  it('have two to five steps, each of which may follow, in time and before the first start', () => {
    for (const { body, steps } of many) {
      expect(steps.length).toBeGreaterThanOrEqual(2);
      expect(steps.length).toBeLessThanOrEqual(5);
      const times = [String(body['receivedAt']), ...steps.map(({ occurredAt }) => occurredAt)].map((text) => parseInstant(text));
      expect(times).toEqual([...new Set(times)].sort());
      expect(String(times.at(-1)) < `${BEFORE}T00:00:00Z`).toBe(true);
      const statuses = [body['status'], ...steps.map(({ status }) => status)].filter(isStatus);
      expect(statuses.slice(1).filter((status, at) => !mayFollow(statuses[at] as Status, status))).toEqual([]);
    }
  });

  it('are kept in office hours', () => {
    const hours = many.flatMap(({ steps }) => steps.map(({ occurredAt }) => occurredAt.slice(11, 16)));
    expect(hours.filter((hour) => hour < '07:30' || hour >= '16:30')).toEqual([]);
  });
});
