import { en } from './en.ts';
import { vi, type Texts } from './vi.ts';

export type { Texts };

export type Language = 'vi' | 'en';

export const DICTIONARIES: Readonly<Record<Language, Texts>> = { vi, en };
