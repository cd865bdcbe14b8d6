import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, readSettingsFile, readTogether, shownPath, type Finding } from '#runtime';
import type { Rules } from '#scoring';
import { ScoringFile } from './scoring-file.ts';

const NONE = { vi: 'không có tệp công thức .yaml nào', en: 'there is no file .yaml of formulas' };

/** Reads the versions of the formulas of a folder of configuration, in the order of their files. @throws ConfigurationError */
export function readScoring(configDir: string): Rules[] {
  const folder = join(configDir, 'scoring');
  const names = existsSync(folder) ? readdirSync(folder).filter(isVersion).sort() : [];
  if (names.length === 0) throw ConfigurationError.of([{ place: shownPath(folder), reason: NONE }]);
  const before = new Map<string, Rules>();
  const read = (name: string): Rules => {
    const rules = readSettingsFile(join(folder, name), ScoringFile, { alsoFind: (own) => alike(own, before) });
    before.set(name, rules);
    return rules;
  };
  return Object.values(readTogether(Object.fromEntries(names.map((name) => [name, () => read(name)]))));
}

function isVersion(name: string): boolean {
  return name.endsWith('.yaml') && !name.endsWith('.examples.yaml');
}

/** Of two versions that begin on one day nobody can say which is meant, nor of two that are called alike by which a figure was computed. */
function alike(own: Rules, before: ReadonlyMap<string, Rules>): Finding[] {
  return (['version', 'validFrom'] as const).flatMap((member) =>
    [...before]
      .filter(([, other]) => other[member] === own[member])
      .map(([name]) => ({
        path: [member],
        reason: {
          vi: `đã có ở tệp ${name}; mỗi phiên bản phải khác`,
          en: `is that of ${name} as well; each version has its own`,
        },
        received: own[member],
      })),
  );
}
