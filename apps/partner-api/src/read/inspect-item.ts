import { parseDossierCode } from '#canonical';
import type { Finding } from '#ledger';
import type { Shape } from './field.ts';
import type { HouseRules } from './house-rules.ts';
import { inspect } from './inspect.ts';

const CODE_FIELD = '/dossierCode';
const MOST_READ = 200;

type CodeRules = Pick<HouseRules, 'dossierCodePattern'>;

/** Everything that is wrong with an item: of its shape, and of its dossier code, of which the province has a say. */
export function inspectItem(value: unknown, shape: Shape, rules: CodeRules): Finding[] {
  const written = writtenIn(value);
  const findings = inspect(value, shape);
  if (written === undefined || written.trim() === '' || findings.some(({ field }) => field === CODE_FIELD)) return findings;
  return parseDossierCode(written, rules.dossierCodePattern) === undefined
    ? [{ field: CODE_FIELD, code: 'field.format' }, ...findings]
    : findings;
}

/** The dossier code of an item that may be faulty in any way; null when it has none that can be read. */
export function codeIn(value: unknown, { dossierCodePattern }: CodeRules): string | null {
  const written = writtenIn(value);
  if (written === undefined || written.length > MOST_READ) return null;
  return parseDossierCode(written, dossierCodePattern) ?? null;
}

function writtenIn(value: unknown): string | undefined {
  const code: unknown = typeof value === 'object' && value !== null && 'dossierCode' in value ? value.dossierCode : undefined;
  return typeof code === 'string' ? code : undefined;
}
