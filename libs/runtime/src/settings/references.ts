import type { Fault } from './fault.ts';
import type { Resolve } from './yaml-source.ts';

/** The value of a variable; `unreadable` is the file that `<NAME>_FILE` names and nobody can read. */
export interface Variable {
  readonly value?: string | undefined;
  /** The file that it comes from. */
  readonly file?: string;
  readonly unreadable?: string;
}

type Wrong = Pick<Fault, 'reason' | 'write'>;

const REFERENCE = /\$\{([A-Z][A-Z0-9_]*)(?::-([^}]*))?\}/g;
const ATTEMPT = /\$\{([^}:]*)/;

/** Resolves `${NAME}` and `${NAME:-default}`; a variable that is empty counts as not set. */
export function resolveReferences(read: (name: string) => Variable): Resolve {
  return (text) => {
    const faults: Wrong[] = [];
    const resolved = text.replace(REFERENCE, (_, name: string, fallback: string | undefined) => {
      const { value, unreadable } = read(name);
      if (unreadable !== undefined) faults.push(named(unreadableFile(name, unreadable)));
      else if (isUnset(value) && fallback === undefined) faults.push(notSet(name));
      return isUnset(value) ? (fallback ?? '') : (value ?? '');
    });
    const attempt = ATTEMPT.exec(text.replace(REFERENCE, ''));
    if (attempt !== null) faults.push(malformed(attempt[1] ?? ''));
    return faults.length > 0 ? { faults } : { text: resolved };
  };
}

function isUnset(value: string | undefined): boolean {
  return value === undefined || value === '';
}

function notSet(name: string): Wrong {
  const reason = {
    vi: `biến môi trường ${name} chưa đặt; đặt ${name}, hoặc ${name}_FILE chỉ tới tệp chứa giá trị`,
    en: `the variable ${name} is not set; set ${name}, or ${name}_FILE to a file that holds the value`,
  };
  return { reason, write: `${name}=…` };
}

/** The fault of a file that a variable names and nobody can read. */
export function unreadableFile(name: string, file: string): Fault {
  const reason = { vi: `không đọc được tệp ${file}`, en: `the file cannot be read: ${file}` };
  return { place: `${name}_FILE`, reason };
}

function named({ place, reason }: Fault): Wrong {
  return { reason: { vi: `${place}: ${reason.vi}`, en: `${place}: ${reason.en}` } };
}

function malformed(name: string): Wrong {
  const reason = {
    vi: 'tham chiếu viết sai; tên biến gồm chữ hoa, số và dấu _',
    en: 'a reference that is none; names are upper case letters, digits and _',
  };
  const proper = name.toUpperCase().replaceAll(/[^A-Z0-9_]/g, '_');
  return { reason, write: `\${${/^[A-Z]/.test(proper) ? proper : 'NAME'}}` };
}
