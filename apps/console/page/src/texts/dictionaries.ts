import * as enDossiers from './en/dossiers.ts';
import * as enShell from './en/shell.ts';
import * as enWork from './en/work.ts';
import * as viDossiers from './vi/dossiers.ts';
import * as viShell from './vi/shell.ts';
import * as viWork from './vi/work.ts';

const vi = { ...viShell, ...viWork, ...viDossiers };

/** Everything that the page says. What one language has, the compiler asks of the other. */
export type Texts = typeof vi;

export type Language = 'vi' | 'en';

export const DICTIONARIES: Readonly<Record<Language, Texts>> = { vi, en: { ...enShell, ...enWork, ...enDossiers } };
