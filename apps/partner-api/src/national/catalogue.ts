import { instantOf, legalDay, type LegalDay, type ProcedureRow } from '#canonical';
import { isObject } from '#protocols';
import { DVCQG_PARTNER } from '#protocols/dvcqg';
import type { Door } from '../door.ts';
import { done, failed, type Said } from './envelope.ts';
import type { Parameters } from './parameters.ts';

/** TRANGTHAI of a procedure in force, and CAPTHUCHIEN of a commune. Source: protocols §1.8, §1.9. */
const IN_FORCE = '1';
const COMMUNE_LEVEL = '3';
const LIST_NAME = /^laydanhmuc[a-z]{2,40}$/i;

/** The procedures, by code and name. Keys in upper case, as the portal has them (source: protocols §1.9). */
export function listProcedures(door: Door): Said {
  const procedures = door.ledger.codes().proceduresOn(today(door));
  return done('found', { result: procedures.map(({ code, name }) => ({ MATTHC: code, TENTTHC: name })) });
}

/** One procedure, by its code with or without a suffix, or by one that it had before; none = an empty list. */
export async function showProcedure(door: Door, parameters: Parameters): Promise<Said> {
  const code = parameters.text('maTTHC');
  if (code === '') return failed('maTTHC.missing');
  const found = door.ledger.codes().procedure(DVCQG_PARTNER, code, today(door));
  if (found === undefined) return done('found', { result: [] });
  const raw = await door.ledger.catalogue.shown(found.code, today(door));
  return done('found', { result: [isObject(raw) ? recordOf(found, raw) : detailOf(found)] });
}

/** A list of the portal that was fetched from it, row by row as it gave them; undefined: nobody has fetched it. */
export async function showList(door: Door, name: string): Promise<Said | undefined> {
  if (!LIST_NAME.test(name)) return undefined;
  const list = await door.ledger.catalogue.list(name);
  return list && done('found', { result: list.rows });
}

/** The fields as the portal lists them; before it was asked, those of the procedures, each once. `MANGANH` is the ministry's part of the code. */
export async function listFields(door: Door): Promise<Said> {
  const fetched = await showList(door, 'LayDanhMucLinhVuc');
  if (fetched !== undefined) return fetched;
  const procedures = door.ledger.codes().proceduresOn(today(door));
  const names = new Map(procedures.map(({ fieldCode, fieldName }) => [fieldCode, fieldName]));
  const result = [...names].map(([code, name]) => ({ MALINHVUC: code, TENLINHVUC: name, MANGANH: code.split('-')[0] ?? code }));
  return done('found', { result });
}

/** The agencies as the portal lists them; before it was asked, the communes and wards that the gateway serves. */
export async function listAgencies(door: Door): Promise<Said> {
  const fetched = await showList(door, 'LayDanhMucCoQuan');
  if (fetched !== undefined) return fetched;
  const agencies = await door.ledger.readAgencies();
  return done('found', {
    result: agencies.map(({ code, name }) => ({ MADONVI: code, TENDONVI: name, CAPDONVI: COMMUNE_LEVEL })),
  });
}

/** The record as the portal gave it, with the name and the field that are believed: those are what a dossier is sent with. */
function recordOf(found: ProcedureRow, raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { MATTHC, TENTTHC, LINHVUCTHUCHIEN } = detailOf(found);
  return { ...detailOf(found), ...raw, MATTHC, TENTTHC, LINHVUCTHUCHIEN };
}

/** All the keys of a record; those that the procedure table does not know are empty. */
function detailOf({ code, name, fieldCode, fieldName }: ProcedureRow): Readonly<Record<string, unknown>> {
  const nothing = { MACOQUANCONGBO: '', IDQUYETDINHCONGBO: '', MOTACOQUANTHUCHIEN: '', DIACHITIEPNHAN: '' };
  const noLists = { COQUANTHUCHIEN: [], DOITUONGTHUCHIEN: [], TRINHTUTHUCHIEN: [], CACHTHUCTHUCHIEN: [], THANHPHANHOSO: [] };
  return {
    ...{ ID: code, MATTHC: code, TENTTHC: name, LOAITTHC: '', TRANGTHAI: IN_FORCE, ...nothing },
    LINHVUCTHUCHIEN: [{ MALINHVUC: fieldCode, TENLINHVUC: fieldName }],
    CAPTHUCHIEN: [{ CAPTHUCHIEN: COMMUNE_LEVEL }],
    ...{ ...noLists, MOTADOITUONGTHUCHIEN: '', YEUCAU: '', KETQUATHUCHIEN: [], CANCUPHAPLY: [] },
  };
}

function today({ clock }: Door): LegalDay {
  return legalDay(instantOf(clock.now()));
}
