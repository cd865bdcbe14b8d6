import type { Incident } from '../../../contract/answers.ts';

/** The code or procedure for want of which dossiers are held; undefined where it is something else. */
export function missingIn({ mapping }: Pick<Incident, 'mapping'>): string | undefined {
  if (mapping === null) return undefined;
  return 'procedure' in mapping ? mapping.procedure : mapping.fromCode;
}
