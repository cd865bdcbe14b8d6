import type { Finding, Receipt } from '#ledger';
import { wireNameOfRecord, wireNameOfStep } from '#protocols/dvcqg';
import type { Text } from '#runtime';
import { ADDITIONS, dialectText, SUCCESSES } from './dialect.codes.ts';
import type { ErrorCode, Said } from './envelope.ts';
import type { PushKind } from './read-items.ts';

const MOST_NAMED = 5;
const EXISTS = 'dossier.exists';
const WITH_OTHERS = 'batch.refused';

interface ShownItem {
  readonly errorCode: ErrorCode;
  readonly message: Text;
  readonly receipt: Receipt;
}

/** The answer to a push: every item by its code in its order, and what became of them all. */
export function showReceipts(kind: PushKind, receipts: readonly Receipt[]): Said {
  const items = receipts.map((receipt) => showItem(kind, receipt));
  const said = items.map(({ receipt, errorCode, message }) => ({ dossierCode: receipt.dossierCode ?? '', errorCode, message }));
  const refused = items.filter(({ errorCode, receipt }) => errorCode !== 0 && !isRefusedWithOthers(receipt));
  const [first] = refused;
  if (first === undefined) return { errorCode: 0, message: summaryOf(kind, items), items: said };
  // Clients take -3 for done: it is said of a list only when all of it is there.
  const isThere = items.every(({ errorCode }) => errorCode === -3);
  return {
    errorCode: isThere ? -3 : -1,
    message: items.length === 1 ? first.message : refusalOf(refused, items.length),
    items: said,
    fault: isThere ? EXISTS : faultOf(refused),
  };
}

function showItem(kind: PushKind, receipt: Receipt): ShownItem {
  const { result, problems, warnings, stale } = receipt;
  const name = kind === 'steps' ? wireNameOfStep : wireNameOfRecord;
  if (result === 'refused') {
    const isThere = problems.some(({ code }) => code === EXISTS);
    return { errorCode: isThere ? -3 : -1, message: sentences(problems, name), receipt };
  }
  const said = addTo(addTo(SUCCESSES[kind], result === 'duplicate' && ADDITIONS.duplicate), stale && ADDITIONS.stale);
  if (warnings.length === 0) return { errorCode: 0, message: said, receipt };
  const remarks = sentences(warnings, name);
  return { errorCode: 0, message: { vi: `${said.vi}. Lưu ý: ${remarks.vi}`, en: `${said.en}. Note: ${remarks.en}` }, receipt };
}

/** A single item speaks for itself; of several it is said whether all were there before. */
function summaryOf(kind: PushKind, items: readonly ShownItem[]): Text {
  const [only, ...others] = items;
  if (only !== undefined && others.length === 0) return only.message;
  return addTo(SUCCESSES[kind], items.every(({ receipt }) => receipt.result === 'duplicate') && ADDITIONS.duplicate);
}

function refusalOf(refused: readonly ShownItem[], total: number): Text {
  const counted = `${String(refused.length)}/${String(total)}`;
  const named = (language: keyof Text): string =>
    refused
      .slice(0, MOST_NAMED)
      .map(({ receipt, message }) => `${receipt.dossierCode ?? '?'}: ${message[language]}`)
      .join(' | ');
  return {
    vi: `Không mục nào được ghi vì ${counted} mục không hợp lệ. ${named('vi')}`,
    en: `Nothing was kept because ${counted} items are not valid. ${named('en')}`,
  };
}

/** Every finding with its field, as people write it: `TaiLieuNop[0].IsDeleted`. */
function sentences(findings: readonly Finding[], name: (pointer: string) => string): Text {
  const said = findings.map(({ field, code, allowed }) => {
    const place = placeOf(name(field));
    const values = allowed === undefined ? '' : ` (${allowed.join(', ')})`;
    const { vi, en } = dialectText(code);
    return { vi: `${place}${vi}${values}`, en: `${place}${en}${values}` };
  });
  return { vi: said.map(({ vi }) => vi).join(' '), en: said.map(({ en }) => en).join(' ') };
}

function placeOf(pointer: string): string {
  const path = pointer.replaceAll(/\/(\d+)(?=\/|$)/g, '[$1]').replaceAll('/', '.');
  return path === '' ? '' : `${path.replace(/^\./, '')}: `;
}

function addTo(text: Text, addition: Text | false): Text {
  return addition === false ? text : { vi: text.vi + addition.vi, en: text.en + addition.en };
}

function isRefusedWithOthers({ problems }: Receipt): boolean {
  return problems.some(({ code }) => code === WITH_OTHERS);
}

/** For the log: the one code that all faults share. */
function faultOf(refused: readonly ShownItem[]): string {
  const codes = new Set(refused.flatMap(({ receipt }) => receipt.problems.map(({ code }) => code)));
  const [only = 'content.invalid'] = codes;
  return codes.size === 1 ? only : 'content.invalid';
}
