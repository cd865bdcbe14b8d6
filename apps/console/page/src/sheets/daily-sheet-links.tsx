import { DatePicker } from 'antd';
import { useId, useState, type FocusEvent, type ReactNode } from 'react';
import { queryOf } from '../api/call.ts';
import { readDay } from '../reconciliation/read-day.ts';
import { FieldFault } from '../states/field-fault.tsx';
import { useLanguage } from '../texts/language.tsx';

/** The daily sheet of a unit, or of the province: to read and print, or for a spreadsheet. None while the day that was typed cannot be read. */
export function DailySheetLinks({ unit }: { readonly unit: string }): ReactNode {
  const { t } = useLanguage();
  const id = useId();
  const [day, setDay] = useState<string>();
  const [isWrong, setWrong] = useState(false);
  const judge = ({ target }: FocusEvent<HTMLElement>): void => {
    const typed = target instanceof HTMLInputElement ? target.value.trim() : '';
    const read = readDay(typed);
    setWrong(typed !== '' && read === undefined);
    setDay(read);
  };
  return (
    <div className="sheet-links">
      <DatePicker
        {...{ format: 'DD/MM/YYYY', placeholder: t.reconciliation.sheetToday, preserveInvalidOnBlur: true }}
        {...{ status: isWrong ? 'error' : '', 'aria-label': t.reconciliation.sheetDay, 'aria-invalid': isWrong }}
        {...(isWrong && { 'aria-describedby': id })}
        onBlur={judge}
        onChange={(chosen) => {
          setWrong(false);
          setDay(chosen?.format('YYYY-MM-DD'));
        }}
      />
      {isWrong ? <FieldFault id={id} words={t.reconciliation.sheetDayFault} /> : <Links unit={unit} day={day} />}
    </div>
  );
}

function Links({ unit, day }: { readonly unit: string; readonly day: string | undefined }): ReactNode {
  const { t } = useLanguage();
  const at = (format: string): string => `/api/daily-sheets/${encodeURIComponent(unit)}${queryOf({ day, format })}`;
  return (
    <>
      <a href={at('html')} target="_blank" rel="noreferrer">
        {t.reconciliation.sheetOpen}
      </a>
      <a href={at('csv')} download>
        {t.reconciliation.sheetCsv}
      </a>
    </>
  );
}
