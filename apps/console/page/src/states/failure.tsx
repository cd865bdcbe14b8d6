import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { CallFailed } from '../api/call.ts';
import type { Texts } from '../texts/dictionaries.ts';
import { useLanguage } from '../texts/language.tsx';
import { describeFailure } from './describe-failure.ts';

interface FailureProps {
  readonly error: Error;
  readonly onRetry?: () => void;
}

/** What went wrong, and what to do next. */
export function Failure({ error, onRetry }: FailureProps): ReactNode {
  const { t, language } = useLanguage();
  const { title, next, problems } = describeFailure(error, t, language);
  return (
    <Alert
      className="failure"
      type="error"
      showIcon
      role="alert"
      title={title}
      description={
        <>
          <p>{next}</p>
          {problems.length > 0 && (
            <ul>
              {problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          )}
          <Instance error={error} t={t} />
        </>
      }
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {t.act.retry}
          </Button>
        )
      }
    />
  );
}

/** For the log, where the server itself failed; what a person did wrong needs no log. */
function Instance({ error, t }: { readonly error: Error; readonly t: Texts }): ReactNode {
  if (!(error instanceof CallFailed) || error.status < 500 || error.problem?.instance === undefined) return null;
  return <p className="small quiet">{t.failure.instance(error.problem.instance)}</p>;
}
