/** Where in the page somebody is. Paths hold codes and ids, never anything personal. */
export type Route =
  | { readonly at: 'overview'; readonly incident: string | undefined }
  | { readonly at: 'dossier'; readonly code: string }
  | { readonly at: 'replays' }
  | { readonly at: 'replay'; readonly id: string }
  | { readonly at: 'reconciliation' }
  | { readonly at: 'code-tables' }
  | { readonly at: 'code-table'; readonly partner: string; readonly table: string; readonly direction: 'out' | 'in' }
  | { readonly at: 'units' }
  | { readonly at: 'unit'; readonly code: string }
  | { readonly at: 'merger'; readonly id: string }
  | { readonly at: 'catalogue' }
  | { readonly at: 'score' }
  | { readonly at: 'audit' }
  | { readonly at: 'nowhere' };

/** Reads the path of an address. */
export function readPath(path: string): Route {
  const [room, id, ...rest] = path.split('/').slice(1).map(decode);
  if (rest.length > 0) return { at: 'nowhere' };
  if (room === '' && id === undefined) return { at: 'overview', incident: undefined };
  if (room === 'incidents' && id) return { at: 'overview', incident: id };
  if (room === 'dossiers' && id) return { at: 'dossier', code: id };
  if (room === 'replays' && id === undefined) return { at: 'replays' };
  if (room === 'replays' && id) return { at: 'replay', id };
  if (room === 'reconciliation' && id === undefined) return { at: 'reconciliation' };
  if (room === 'code-tables' && id === undefined) return { at: 'code-tables' };
  if (room === 'code-tables' && id) return readCodeTable(id);
  if (room === 'units' && id === undefined) return { at: 'units' };
  if (room === 'units' && id) return { at: 'unit', code: id };
  if (room === 'mergers' && id) return { at: 'merger', id };
  if (room === 'catalogue' && id === undefined) return { at: 'catalogue' };
  if (room === 'score' && id === undefined) return { at: 'score' };
  if (room === 'audit' && id === undefined) return { at: 'audit' };
  return { at: 'nowhere' };
}

export const paths = {
  overview: '/',
  incident: (id: string) => `/incidents/${encodeURIComponent(id)}`,
  dossier: (code: string) => `/dossiers/${encodeURIComponent(code)}`,
  replays: '/replays',
  replay: (id: string) => `/replays/${encodeURIComponent(id)}`,
  reconciliation: '/reconciliation',
  codeTables: '/code-tables',
  codeTable: ({ partner, table, direction }: { partner: string; table: string; direction: string }) =>
    `/code-tables/${encodeURIComponent(`${partner}.${table}.${direction}`)}`,
  units: '/units',
  unit: (code: string) => `/units/${encodeURIComponent(code)}`,
  merger: (id: string) => `/mergers/${encodeURIComponent(id)}`,
  catalogue: '/catalogue',
  score: '/score',
  audit: '/audit',
};

/** A table is named by its partner, its name and its direction. */
function readCodeTable(id: string): Route {
  const [partner = '', table = '', direction, ...rest] = id.split('.');
  if (partner === '' || table === '' || rest.length > 0 || (direction !== 'out' && direction !== 'in')) return { at: 'nowhere' };
  return { at: 'code-table', partner, table, direction };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
