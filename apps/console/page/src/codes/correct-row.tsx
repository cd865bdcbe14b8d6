import { Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { CodeTableRow } from '../../../contract/codes.ts';
import { ReasonDialog } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';
import { codeRequests, type TableName } from './requests.ts';
import { useChange } from './use-change.ts';

interface CorrectRowProps {
  readonly name: TableName;
  readonly row: CodeTableRow;
  readonly onClose: () => void;
}

interface Said {
  readonly toCode: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly legalBasis: string;
}

/** Ends a row at a day, or lets it say something else. What it said stays in the history. */
export function CorrectRow({ name, row, onClose }: CorrectRowProps): ReactNode {
  const { t } = useLanguage();
  const [said, setSaid] = useState<Said>({
    ...{ toCode: row.toCode, legalBasis: row.legalBasis ?? '' },
    ...{ validFrom: row.validFrom ?? '', validTo: row.validTo ?? '' },
  });
  const change = useChange((reason: string) => codeRequests.correct(name, { id: row.id, ...present(said), reason }), onClose);
  const field = (member: keyof Said, type = 'text'): ReactNode => (
    <Form.Item label={t.codes[member]} htmlFor={`correct-${member}`}>
      <Input
        id={`correct-${member}`}
        type={type}
        value={said[member]}
        onChange={({ target }) => {
          setSaid({ ...said, [member]: target.value });
        }}
      />
    </Form.Item>
  );
  return (
    <ReasonDialog
      title={t.codes.correctTitle(row.fromCode)}
      text={t.codes.correctText}
      confirm={t.codes.correct}
      act={change}
      onConfirm={change.mutate}
      onClose={onClose}
    >
      {field('toCode')}
      {field('validFrom', 'date')}
      {field('validTo', 'date')}
      {field('legalBasis')}
    </ReasonDialog>
  );
}

/** What was left empty is without limit. */
function present({ toCode, validFrom, validTo, legalBasis }: Said) {
  return {
    toCode: toCode.trim(),
    ...(validFrom !== '' && { validFrom }),
    ...(validTo !== '' && { validTo }),
    ...(legalBasis.trim() !== '' && { legalBasis: legalBasis.trim() }),
  };
}
