/** Where in the page somebody is. Paths hold codes and ids, never anything personal. */
export type Route =
  | { readonly at: 'overview'; readonly incident: string | undefined }
  | { readonly at: 'dossier'; readonly code: string }
  | { readonly at: 'replays' }
  | { readonly at: 'replay'; readonly id: string }
  | { readonly at: 'catalogue' }
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
  if (room === 'catalogue' && id === undefined) return { at: 'catalogue' };
  if (room === 'audit' && id === undefined) return { at: 'audit' };
  return { at: 'nowhere' };
}

export const paths = {
  overview: '/',
  incident: (id: string) => `/incidents/${encodeURIComponent(id)}`,
  dossier: (code: string) => `/dossiers/${encodeURIComponent(code)}`,
  replays: '/replays',
  replay: (id: string) => `/replays/${encodeURIComponent(id)}`,
  catalogue: '/catalogue',
  audit: '/audit',
};

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
