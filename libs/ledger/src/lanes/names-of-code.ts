import { PROCEDURE_ALIASES, SUB_CODE } from '#canonical';

/**
 * Whether a code is looked up under a name too, as an SQL condition over expressions: a procedure without the suffix of its publisher, any
 * other code without what is below it. As `CodeSnapshot.find` and `CodeSnapshot.procedure` do it.
 */
export function isNamed(table: string, code: string, name: string): string {
  return `(${code} = ${name} OR ${name} = CASE ${table} WHEN '${PROCEDURE_ALIASES}' THEN ${withoutPublisher(code)}
    ELSE split_part(${code}, '${SUB_CODE}', 1) END)`;
}

function withoutPublisher(code: string): string {
  return `coalesce(substring(${code} FROM '^(\\d\\.\\d{6})(?:\\.[0-9A-Z.]{1,40})?$'),
    regexp_replace(${code}, '(\\.\\d{3}\\.\\d{2}\\.\\d{2})?\\.[A-Z]\\d{2}$', ''))`;
}
