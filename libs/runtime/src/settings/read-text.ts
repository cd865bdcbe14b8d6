import { readFileSync } from 'node:fs';
import { ConfigurationError } from './fault.ts';
import { shownPath } from './shown-path.ts';

const UNREADABLE = { vi: 'không đọc được tệp', en: 'the file cannot be read' };
const NOT_UTF8 = { vi: 'có ký tự không phải UTF-8; hãy lưu tệp dạng UTF-8', en: 'not UTF-8; save the file as UTF-8' };
/** What stands where something was not UTF-8, whether we read it so or whoever saved the file did. */
const LOST = '\uFFFD';

/** The text of a configuration file. @throws ConfigurationError naming every line that is not UTF-8 */
export function readText(file: string): string {
  const text = textOf(file);
  const garbled = text.split('\n').flatMap((line, at) => {
    const column = line.indexOf(LOST) + 1;
    return column === 0 ? [] : [{ place: `${shownPath(file)}:${String(at + 1)}:${String(column)}`, reason: NOT_UTF8 }];
  });
  if (garbled.length > 0) throw ConfigurationError.of(garbled);
  return text;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw ConfigurationError.of([{ place: shownPath(file), reason: UNREADABLE }]);
  }
}
