const METHODS: readonly (readonly [path: RegExp, methods: string])[] = [
  [/^\/v1\/dossiers$/, 'POST'],
  [/^\/v1\/status-changes$/, 'GET, HEAD, POST'],
  [/^\/v1\/(?:outcomes|resend-requests)$/, 'GET, HEAD'],
  [/^\/v1\/(?:dossiers|receipts)\/[^/]+$/, 'GET, HEAD'],
  [/^(?:\/(?:Xrd|VXP)Adapter\/RestService\/forward)?\/mapi\/(?:login|g)$/, 'POST'],
  [/^\/(?:health\/(?:live|ready)|metrics|openapi\.json|docs)$/, 'GET, HEAD'],
];

/** The methods that an address takes, for `Allow`; undefined when there is no such address. */
export function methodsOf(url: string): string | undefined {
  const [path = ''] = url.split('?');
  return METHODS.find(([pattern]) => pattern.test(path))?.[1];
}
