const CODE_ENDS = /-\d{6}-\d{4,6}(?!\d)/g;
const MAX_CODE = 50;

/** Whether two dossier codes name the same dossier: they are compared trimmed and in any case (source: protocols §2.1). */
export function sameDossier(a: unknown, b: string): boolean {
  return typeof a === 'string' && a.trim().toUpperCase() === b.trim().toUpperCase();
}

/** Whether a text names a dossier that is not ours. The tail of one of ours counts as ours: a province's own pattern may hold more. */
export function namesAnother(text: string, ours: readonly string[]): boolean {
  const codes = ours.map((code) => code.trim().toUpperCase());
  return dossierCodesIn(text.toUpperCase()).some((named) => !codes.some((code) => isTail(named, code)));
}

/** Found from their ends: a pattern that begins with the prefix takes quadratic time over a long run of letters. */
function dossierCodesIn(text: string): string[] {
  return [...text.matchAll(CODE_ENDS)].flatMap(({ 0: end, index }) => {
    const [prefix = ''] = /[0-9A-Z.]*$/.exec(text.slice(Math.max(0, index - MAX_CODE), index)) ?? [];
    const unit = prefix.replace(/^\.+/, '');
    return unit === '' ? [] : [`${unit}${end}`];
  });
}

function isTail(named: string, code: string): boolean {
  return code === named || (code.endsWith(named) && !/[0-9A-Z.]/.test(code.charAt(code.length - named.length - 1)));
}
