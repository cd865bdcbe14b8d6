import type { LookupCapability } from '#canonical';
import { nearest, openSettingsFile, type Finding, type SettingsFile, type Shape, type Source } from '#runtime';
import { DestinationSettings, Partners } from './partners.ts';

/** What describes the settings of a destination; some offer fewer look-ups than their dialect can do. */
export interface DialectShape extends Shape {
  lookupsOver?(settings: Readonly<Record<string, unknown>>): readonly LookupCapability[];
}

/** The classes that describe the settings of a destination, by the dialect that it speaks. */
export type DialectSettings = Readonly<Record<string, DialectShape>>;

/**
 * Reads the file of destinations with what describes the part of each dialect, so that everything that is wrong is named at once.
 * `source` stands in for the environment of the process that will speak to them.
 * @throws ConfigurationError
 */
export function openPartners(file: string, dialects: DialectSettings, source?: Source): SettingsFile<Partners> {
  const known = (dialect: string): DialectShape | undefined => (Object.hasOwn(dialects, dialect) ? dialects[dialect] : undefined);
  return openSettingsFile(file, Partners, {
    source,
    partOf: (owner, property) =>
      // Whoever is switched off needs no settings yet.
      owner instanceof DestinationSettings && owner.enabled && property === 'settings' ? known(owner.dialect) : undefined,
    alsoFind: (partners) => [...unknownDialects(partners, Object.keys(dialects)), ...missingLookUps(partners, known)],
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

/** A look-up that nobody answers would leave every doubt open for ever. */
function missingLookUps({ destinations }: Partners, known: (dialect: string) => DialectShape | undefined): Finding[] {
  const list: readonly unknown[] = Array.isArray(destinations) ? destinations : [];
  return list.flatMap((destination, index): Finding[] => {
    if (!(destination instanceof DestinationSettings) || !destination.enabled) return [];
    const offered = known(destination.dialect)?.lookupsOver?.(destination.settings);
    if (offered === undefined || offered.includes(destination.lookup)) return [];
    const reason = {
      vi: 'không tra cứu được như vậy qua đường kết nối này',
      en: 'that cannot be looked up over this transport',
    };
    return [{ path: ['destinations', index, 'lookup'], reason, received: destination.lookup, value: offered.join(' | ') }];
  });
}
