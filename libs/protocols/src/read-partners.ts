import { nearest, openSettingsFile, type Finding, type SettingsFile, type Shape, type Source } from '#runtime';
import { DestinationSettings, Partners } from './partners.ts';

/** The classes that describe the settings of a destination, by the dialect that it speaks. */
export type DialectSettings = Readonly<Record<string, Shape>>;

/**
 * Reads the file of destinations with what describes the part of each dialect, so that everything that is wrong is named at once.
 * `source` stands in for the environment of the process that will speak to them.
 * @throws ConfigurationError
 */
export function openPartners(file: string, dialects: DialectSettings, source?: Source): SettingsFile<Partners> {
  const known = (dialect: string): Shape | undefined => (Object.hasOwn(dialects, dialect) ? dialects[dialect] : undefined);
  return openSettingsFile(file, Partners, {
    source,
    partOf: (owner, property) =>
      owner instanceof DestinationSettings && property === 'settings' ? known(owner.dialect) : undefined,
    alsoFind: (partners) => unknownDialects(partners, Object.keys(dialects)),
  });
}

function unknownDialects({ destinations }: Partners, known: readonly string[]): Finding[] {
  const list: readonly unknown[] = Array.isArray(destinations) ? destinations : [];
  return list.flatMap((destination, index): Finding[] => {
    if (!(destination instanceof DestinationSettings)) return [];
    const dialect: unknown = destination.dialect;
    if (typeof dialect !== 'string' || known.includes(dialect)) return [];
    const all = known.join(', ');
    const reason = { vi: `không có phương ngữ này; có: ${all}`, en: `there is no such dialect; there are: ${all}` };
    return [{ path: ['destinations', index, 'dialect'], reason, received: dialect, value: nearest(dialect, known) ?? known[0] }];
  });
}
