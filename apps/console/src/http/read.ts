import type { PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { isProblemCode, type ProblemCode } from '../problems/dictionary.ts';
import { Refused, type Finding } from '../problems/refused.ts';

/**
 * Reads a body or a query by a class with class-validator's rules: what it does not know is refused, and every fault is named. A rule
 * whose `context` is `{ code }` is answered with that code.
 */
export function reads<T extends object>(shape: new () => T): PipeTransform<unknown, T> {
  return {
    transform: (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refused('content.invalid');
      const read = plainToInstance(shape, value);
      const faults = validateSync(read, { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true });
      if (faults.length > 0) throw refusalOf(faults.flatMap((fault) => findingsOf(fault, '')));
      return read;
    },
  };
}

/** The one code that all findings share, else that the content is invalid. */
function refusalOf(findings: readonly Finding[]): Refused {
  const codes = [...new Set(findings.map(({ code }) => code))];
  const [only] = codes;
  return new Refused(codes.length === 1 && only !== undefined ? only : 'content.invalid', { findings });
}

function findingsOf({ property, constraints = {}, contexts = {}, children = [] }: ValidationError, above: string): Finding[] {
  const field = `${above}/${property}`;
  const own = Object.keys(constraints).map((rule) => ({ field, code: codeOf(rule, contexts[rule]) }));
  return [...own, ...children.flatMap((child) => findingsOf(child, field))];
}

function codeOf(rule: string, context: unknown): ProblemCode {
  if (rule === 'whitelistValidation') return 'field.unknown';
  const code = typeof context === 'object' && context !== null && 'code' in context ? String(context.code) : '';
  return isProblemCode(code) ? code : 'field.invalid';
}
