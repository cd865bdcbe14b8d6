/** The source's own version of a dossier: an integer or an instant, one kind per dossier, growing. */
export type SourceVersion =
  { readonly kind: 'integer'; readonly value: number } | { readonly kind: 'instant'; readonly value: number };

/** Negative, zero or positive as `a` is older than, the same as or newer than `b`; undefined when their kinds differ. */
export function compareSourceVersions(a: SourceVersion, b: SourceVersion): number | undefined {
  return a.kind === b.kind ? a.value - b.value : undefined;
}
