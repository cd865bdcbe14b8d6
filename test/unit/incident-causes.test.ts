import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isKnownCause, plainCause, sayCause } from '../../apps/console/src/incidents/causes.ts';
import { describeIncident, INCIDENT_KINDS } from '../../apps/console/src/incidents/incident-texts.ts';
import { saySeen } from '../../apps/console/src/incidents/self-check-texts.ts';
import { OUTCOME_TABLE as NATIONAL } from '#protocols/dvcqg';
import { OUTCOME_TABLE as PROVINCE } from '#protocols/lgsp-document';

/** The source of these rooms, without its tests. */
function sourceOf(...rooms: string[]): string {
  const files = rooms.flatMap((room) => readdirSync(room, { recursive: true }).map((file) => path.join(room, String(file))));
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

function namedIn(source: string, pattern: RegExp): string[] {
  return [...new Set([...source.matchAll(pattern)].map(([, name = '']) => name))].sort();
}

const SOURCE = sourceOf('apps/relay/src', 'libs/ledger/src', 'libs/protocols');

describe('what the console says', () => {
  const causes = [
    ...namedIn(SOURCE, /cause: '([a-z]+\.[a-z.-]+)'/g),
    ...namedIn(SOURCE, /cause = '([a-z]+\.[a-z.-]+)'/g),
    // What replays come to.
    ...namedIn(SOURCE, /failed: '([a-z]+\.[a-z.-]+)'/g),
    ...['forbidden.content', 'lookup.first', 'restored.ahead', 'restored.unsure'],
    ...[...NATIONAL, ...PROVINCE].map(({ cause }) => cause),
  ];

  it.each([...new Set(causes)])('has words for the cause %s', (cause) => {
    expect(isKnownCause(cause)).toBe(true);
    for (const text of Object.values(sayCause(cause))) expect(text).toMatch(/\S.{3,}\.$/s);
  });

  const kinds = [
    ...namedIn(SOURCE, /kind: '([a-z-]+)', mustAct/g),
    // The unions of kinds that may be opened.
    ...namedIn(SOURCE.match(/interface Incident(?:ToOpen|Found) \{[^}]*/g)?.join('') ?? '', /'([a-z-]+)'/g),
    ...['breaker', 'code-taken', 'undecidable', 'disorder', 'twice'],
  ];

  it.each([...new Set(kinds)])('has a title and a next step for incidents of the kind %s', (kind) => {
    expect(Object.keys(INCIDENT_KINDS)).toContain(kind);
    const { title, why, next } = describeIncident({
      kind,
      cause: null,
      field: null,
      destination: null,
      wanted: null,
      seen: null,
    });
    for (const { vi, en } of [title, why, next]) expect(vi).not.toBe(en);
  });

  const checks = namedIn(sourceOf('apps/scheduler/src/checks'), /^\s+name: '([a-z]+)'/gm);

  it.each(checks)('has words for the self-check %s', (check) => {
    const [named, unnamed] = [check, null].map((name) => saySeen(name, { facts: 'lanes=1', dossiers: [] }));
    expect(unnamed).toEqual({ vi: 'Thấy: lanes=1.', en: 'Seen: lanes=1.' });
    for (const language of ['vi', 'en'] as const) expect(named?.[language]).toMatch(/^\S.{8,}\. (?:Thấy|Seen): lanes=1\.$/);
  });

  it('knows that there is something to know, and names no dossier of what a lane remembers', () => {
    expect(causes.length).toBeGreaterThan(30);
    expect(checks).toHaveLength(13);
    expect(plainCause('refused|national|create|national.content|-1|MaTTHC')).toBe('national.content');
    expect(plainCause('unmapped|national|procedure|Nguyễn Văn A')).toBe('unmapped');
    expect(plainCause('national.session|session 7')).toBe('national.session');
  });
});
