import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage } from '../texts/language.tsx';

/** The place of what is coming; said to those who cannot see it. */
export function Loading({ rows }: { readonly rows: number }): ReactNode {
  const { t } = useLanguage();
  return (
    <div className="loading" role="status" aria-label={t.act.loading}>
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}
