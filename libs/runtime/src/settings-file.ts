import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { parseDocument } from 'yaml';
import { ConfigurationError, secretText } from './environment.ts';

type Source = Readonly<Record<string, string | undefined>>;

const REFERENCE = /\$\{([A-Z][A-Z0-9_]*)(?::-([^}]*))?\}/g;

/**
 * Reads a YAML file into a configuration class: `${NAME}` and `${NAME:-default}` stand for environment variables (or for the
 * file that `<NAME>_FILE` names). Unknown members and every faulty field are reported at once. `source` stands in for the
 * environment where a process reads a file for another one.
 * @throws ConfigurationError
 */
export function readSettingsFile<T extends object>(file: string, shape: new () => T, source?: Source): Readonly<T> {
  const document = parseDocument(readText(file));
  if (document.errors.length > 0) throw new ConfigurationError(document.errors.map(({ message }) => `${file}: ${message}`));
  const missing = new Set<string>();
  const content = substitute(document.toJS() as unknown, { missing, source });
  if (missing.size > 0)
    throw new ConfigurationError([...missing].map((name) => `${file}: thiếu biến môi trường / variable not set: ${name}`));
  return checkShape(shape, content, file);
}

/** Checks a plain value against a configuration class; `where` stands before every fault. @throws ConfigurationError */
export function checkShape<T extends object>(shape: new () => T, content: unknown, where: string): Readonly<T> {
  if (typeof content !== 'object' || content === null) throw new ConfigurationError([`${where}: trống / empty`]);
  const settings = plainToInstance(shape, content, { exposeDefaultValues: true });
  const faults = validateSync(settings, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  if (faults.length > 0) throw new ConfigurationError(faults.flatMap((fault) => faultLines(fault, where)));
  return Object.freeze(settings);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ConfigurationError([`${file}: không đọc được tệp / the file cannot be read`]);
  }
}

function substitute(value: unknown, context: { missing: Set<string>; source: Source | undefined }): unknown {
  if (typeof value === 'string') {
    return value.replace(REFERENCE, (_, name: string, fallback: string | undefined) => {
      const text = secretText(name, context.source) ?? fallback;
      if (text === undefined) context.missing.add(name);
      return text ?? '';
    });
  }
  if (Array.isArray(value)) return value.map((member) => substitute(member, context));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, substitute(member, context)]));
}

function faultLines(error: ValidationError, where: string): string[] {
  const path = `${where}: ${error.property}`;
  return [
    ...Object.values(error.constraints ?? {}).map((rule) => `${path}: ${rule}`),
    ...(error.children ?? []).flatMap((child) => faultLines(child, path)),
  ];
}
