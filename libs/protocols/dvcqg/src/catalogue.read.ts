import {
  parseAmount,
  parseProcedureCode,
  type CatalogueChannel,
  type ProcedureDuration,
  type ProcedureFee,
  type SourceProcedure,
} from '#canonical';
import { isObject } from '#protocols';
import { MemberReader } from './member.read.ts';

/** A line of a list of procedures; `code` its national part. */
export interface ListedProcedure {
  readonly code: string;
  readonly name: string;
}

/** What a list came to. `problems`: lines that name no procedure, by their place. */
export interface ReadList {
  readonly items: readonly ListedProcedure[];
  readonly problems: readonly string[];
}

/** What a record came to; `procedure` undefined: it names no procedure. */
export interface ReadDetail {
  readonly procedure: SourceProcedure | undefined;
  readonly problems: readonly string[];
}

/** TRANGTHAI of a procedure in force; one that is not told counts as in force, since it is listed. Source: protocols §1.9. */
const IN_FORCE = ['', '1'];
/** KENH. Source: protocols §1.8. */
const CHANNELS: Readonly<Record<string, CatalogueChannel>> = { '1': 'direct', '2': 'online', '3': 'post' };
const MOST_NAMED = 50;

/** Reads the rows of `LayDanhSachTTHC`. A code that comes twice counts once, by its first name. Never throws. */
export function readProcedureList(rows: readonly unknown[]): ReadList {
  const read = new MemberReader();
  const items = new Map<string, ListedProcedure>();
  rows.forEach((row, index) => {
    const place = String(index);
    if (!isObject(row)) {
      read.doubt('', place);
      return;
    }
    const code = parseProcedureCode(read.text(row, 'MATTHC', place).toUpperCase())?.national;
    const name = read.text(row, 'TENTTHC', place);
    if (code === undefined || name === '') read.doubt(place, code === undefined ? 'MATTHC' : 'TENTTHC');
    else if (!items.has(code)) items.set(code, { code, name });
  });
  return { items: [...items.values()], problems: read.problems.slice(0, MOST_NAMED) };
}

/** Reads a record of `LayThuTuc`. What cannot be understood of it is left out and named; the record itself is to be kept. Never throws. */
export function readProcedureDetail(record: unknown): ReadDetail {
  if (!isObject(record)) return { procedure: undefined, problems: [''] };
  const read = new MemberReader();
  const code = parseProcedureCode(read.text(record, 'MATTHC', '').toUpperCase())?.national;
  const name = read.text(record, 'TENTTHC', '');
  if (code === undefined || name === '') {
    read.doubt('', code === undefined ? 'MATTHC' : 'TENTTHC');
    return { procedure: undefined, problems: read.problems };
  }
  const [field] = read.list(record, 'LINHVUCTHUCHIEN', '');
  const procedure: SourceProcedure = {
    ...{ code, name, isInForce: IN_FORCE.includes(read.text(record, 'TRANGTHAI', '')), level: null },
    fieldCode: field === undefined ? '' : read.text(field[0], 'MALINHVUC', field[1]),
    fieldName: field === undefined ? '' : read.text(field[0], 'TENLINHVUC', field[1]),
    ...{ cases: casesOf(record, read), papers: papersOf(record, read), ...termsOf(record, read) },
    results: read
      .list(record, 'KETQUATHUCHIEN', '')
      .map(([result, at]) => ({ code: read.text(result, 'MAKETQUA', at), name: read.text(result, 'TENKETQUA', at) })),
    legalBases: read
      .list(record, 'CANCUPHAPLY', '')
      .map(([basis, at]) => ({ number: read.text(basis, 'SOVANBAN', at), name: read.text(basis, 'TENVANBAN', at) })),
  };
  return { procedure, problems: read.problems.slice(0, MOST_NAMED) };
}

function casesOf(record: Record<string, unknown>, read: MemberReader): SourceProcedure['cases'] {
  return read.list(record, 'TRINHTUTHUCHIEN', '').map(([one, at]) => ({
    name: read.text(one, 'TRUONGHOP', at),
    steps: read.list(one, 'TRINHTU', at).map(([step, place]) => read.text(step, 'TENTRINHTU', place)),
  }));
}

function papersOf(record: Record<string, unknown>, read: MemberReader): SourceProcedure['papers'] {
  return read.list(record, 'THANHPHANHOSO', '').flatMap(([one, at]) => {
    const inCase = read.text(one, 'TRUONGHOP', at);
    return read.list(one, 'GIAYTO', at).map(([paper, place]) => ({
      case: inCase,
      code: read.text(paper, 'MAGIAYTO', place),
      name: read.text(paper, 'TENGIAYTO', place),
      form: read.text(paper, 'TENMAUDON', place),
      url: read.text(paper, 'URL', place),
      originals: read.count(paper, 'SOBANCHINH', place),
      copies: read.count(paper, 'SOBANSAO', place),
    }));
  });
}

/** How long it takes and what it costs, by the way that the dossier comes. */
function termsOf(record: Record<string, unknown>, read: MemberReader): Pick<SourceProcedure, 'fees' | 'durations'> {
  const durations: ProcedureDuration[] = [];
  const fees: ProcedureFee[] = [];
  for (const [way, at] of read.list(record, 'CACHTHUCTHUCHIEN', '')) {
    const kind = read.text(way, 'KENH', at);
    const channel = CHANNELS[kind] ?? null;
    if (channel === null && kind !== '') read.doubt(at, 'KENH');
    for (const [time, place] of read.list(way, 'THOIGIAN', at)) {
      durations.push(durationOf(time, { channel, place }, read));
      for (const [fee, its] of read.list(time, 'PHILEPHI', place)) fees.push(feeOf(fee, { channel, place: its }, read));
    }
  }
  return { durations, fees };
}

interface Where {
  readonly channel: CatalogueChannel;
  readonly place: string;
}

function durationOf(time: Record<string, unknown>, { channel, place }: Where, read: MemberReader): ProcedureDuration {
  const text = read.text(time, 'THOIGIANGIAIQUYET', place);
  return {
    channel,
    value: /^\d{1,5}$/.test(text) ? Number(text) : null,
    text,
    unit: read.text(time, 'DONVITINH', place),
    note: read.text(time, 'MOTA', place),
  };
}

function feeOf(fee: Record<string, unknown>, { channel, place }: Where, read: MemberReader): ProcedureFee {
  const amountText = read.text(fee, 'SOTIEN', place);
  const amount = parseAmount(amountText);
  if (amount === null && amountText !== '') read.doubt(place, 'SOTIEN');
  return {
    ...{ channel, kind: read.text(fee, 'MAPHILEPHI', place), amount, amountText },
    ...{ unit: read.text(fee, 'DONVI', place), note: read.text(fee, 'MOTA', place), url: read.text(fee, 'URL', place) },
  };
}
