import type { Column, Text } from '#runtime';
import { CALENDAR_COLUMNS } from './calendar.ts';
import { CODE_TABLE, PROCEDURES } from './code-tables.ts';
import { columnsOf } from './dated-rows.ts';
import { COMMUNES, EARLIER_CHANGES, SUCCESSORS } from './read-units.ts';

/** What the reference says of a table: its file below the folder of configuration, and its columns. */
export interface TableDescription {
  readonly file: string;
  readonly says: Text;
  readonly columns: readonly Pick<Column, 'name' | 'says' | 'example' | 'isOptional'>[];
}

/** The tables of a configuration. */
export const TABLE_FILES: readonly TableDescription[] = [
  {
    file: 'code-tables/<partner>/<table>.csv',
    says: { vi: 'mã của ta được nơi nhận gọi là gì', en: 'what our codes are called by a partner' },
    columns: columnsOf(CODE_TABLE),
  },
  {
    file: 'procedures.csv',
    says: { vi: 'thủ tục hành chính cấp xã', en: 'procedures of the commune level' },
    columns: columnsOf(PROCEDURES),
  },
  {
    file: 'units/communes-2025.csv',
    says: { vi: 'xã, phường hiện nay', en: 'the communes and wards of today' },
    columns: COMMUNES,
  },
  {
    file: 'units/commune-successors-2025.csv',
    says: { vi: 'xã, phường cũ nhập vào đâu', en: 'which former commune became part of which' },
    columns: SUCCESSORS,
  },
  {
    file: 'units/earlier-changes.csv',
    says: { vi: 'xã, phường cũ đã thay đổi trước đó', en: 'what former communes were before' },
    columns: EARLIER_CHANGES,
  },
  {
    file: 'calendars/vn.csv',
    says: {
      vi: 'ngày nghỉ và ngày làm bù; năm không có dòng nào là chưa biết',
      en: 'days off and days made up; a year without a row is not known',
    },
    columns: CALENDAR_COLUMNS,
  },
];
