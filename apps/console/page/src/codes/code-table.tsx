import { UploadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker } from 'antd';
import { useState, type ReactNode } from 'react';
import type { CodeTableRow } from '../../../contract/codes.ts';
import { formatTime } from '../format/time.ts';
import { useMay } from '../login/operator.tsx';
import { paths } from '../route/route.ts';
import { Link } from '../route/use-route.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { useLanguage } from '../texts/language.tsx';
import { CorrectRow } from './correct-row.tsx';
import { History } from './history.tsx';
import { ImportTable } from './import-table.tsx';
import { Line } from './line.tsx';
import { codeKeys, codeRequests, type TableName } from './requests.ts';

/** One table: its rows, now or as they were believed, who said what, and how it is changed. */
export function CodeTable({ name }: { readonly name: TableName }): ReactNode {
  const { t } = useLanguage();
  const [knownAt, setKnownAt] = useState<string>();
  const rows = useQuery({
    queryKey: [...codeKeys.rows(name), knownAt ?? 'now'],
    queryFn: () => codeRequests.rows(name, knownAt),
  });
  return (
    <>
      <p>
        <Link to={paths.codeTables}>{t.codes.title}</Link>
      </p>
      <div className="section-head">
        <h1>
          {name.partner}/{name.table}
        </h1>
        <ImportButton name={name} />
      </div>
      <p className="quiet">{t.codes.directions[name.direction]}</p>
      <KnownAt onChoose={setKnownAt} />
      {rows.isPending && <Loading rows={6} />}
      {rows.isError && <Failure error={rows.error} onRetry={() => void rows.refetch()} />}
      {rows.data !== undefined && <Rows name={name} rows={rows.data.items} isNow={knownAt === undefined} />}
      <History name={name} />
    </>
  );
}

/** Loads the table as a whole; begins with what is believed now, whatever is shown. */
function ImportButton({ name }: { readonly name: TableName }): ReactNode {
  const { t } = useLanguage();
  const [isImporting, setImporting] = useState(false);
  const may = useMay('operator');
  const now = useQuery({ queryKey: [...codeKeys.rows(name), 'now'], queryFn: () => codeRequests.rows(name) });
  if (!may || now.data === undefined) return null;
  return (
    <>
      <Button
        type="primary"
        icon={<UploadOutlined />}
        onClick={() => {
          setImporting(true);
        }}
      >
        {t.codes.import}
      </Button>
      {isImporting && (
        <ImportTable
          name={name}
          present={now.data.items}
          onClose={() => {
            setImporting(false);
          }}
        />
      )}
    </>
  );
}

function KnownAt({ onChoose }: { readonly onChoose: (instant: string | undefined) => void }): ReactNode {
  const { t } = useLanguage();
  return (
    <p className="filters">
      <label htmlFor="known-at">{t.codes.knownAt}</label>
      <DatePicker
        id="known-at"
        showTime
        format="DD/MM/YYYY HH:mm"
        placeholder={t.codes.now}
        onChange={(chosen: { toISOString: () => string } | null) => {
          onChoose(chosen?.toISOString());
        }}
      />
    </p>
  );
}

interface RowsProps {
  readonly name: TableName;
  readonly rows: readonly CodeTableRow[];
  readonly isNow: boolean;
}

function Rows({ name, rows, isNow }: RowsProps): ReactNode {
  const { t } = useLanguage();
  const [corrected, setCorrected] = useState<CodeTableRow>();
  const may = useMay('operator') && isNow;
  if (rows.length === 0) return <Nothing title={t.codes.empty} next={t.codes.emptyNext} />;
  return (
    <>
      <ul className="rows" aria-label={t.codes.rowsOf(`${name.partner}/${name.table}`)}>
        {rows.map((row) => (
          <li key={row.id} className="row">
            <Line line={row} />
            <span className="quiet small">
              {row.by ?? t.codes.files} · {formatTime(row.recordedAt)}
            </span>
            {may && (
              <Button
                size="small"
                aria-label={`${t.codes.correct} ${row.fromCode}`}
                onClick={() => {
                  setCorrected(row);
                }}
              >
                {t.codes.correct}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {corrected !== undefined && (
        <CorrectRow
          name={name}
          row={corrected}
          onClose={() => {
            setCorrected(undefined);
          }}
        />
      )}
    </>
  );
}
