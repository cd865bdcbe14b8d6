import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage } from '../texts/language.tsx';

interface MoreProps {
  readonly list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
}

/** The next portion of a list, when there is one. */
export function More({ list }: MoreProps): ReactNode {
  const { t } = useLanguage();
  if (!list.hasNextPage) return null;
  return (
    <div className="more">
      <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {t.act.more}
      </Button>
    </div>
  );
}
