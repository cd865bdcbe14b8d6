import type { Province } from '#protocols';
import { PublicFiles } from './files.ts';

/** What the province itself lays down for items. It may change while the door is open; an item is read by one lot of it. */
export interface HouseRules {
  /** Which links to files the national portal can open. */
  readonly files: PublicFiles;
  /** A form of dossier codes beside the common one. */
  readonly dossierCodePattern?: RegExp | undefined;
}

/** The rules of a province. */
export function houseRulesOf({
  publicFileHosts,
  dossierCodePattern,
}: Partial<Pick<Province, 'publicFileHosts' | 'dossierCodePattern'>>): HouseRules {
  return {
    files: new PublicFiles(publicFileHosts),
    dossierCodePattern: dossierCodePattern === undefined ? undefined : new RegExp(dossierCodePattern),
  };
}
