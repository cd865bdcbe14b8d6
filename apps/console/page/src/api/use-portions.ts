import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Portion } from '../../../contract/answers.ts';

/** A list that the server hands out in portions: what has been read of it, and the way to the next one. */
export function usePortions<Item>(queryKey: QueryKey, read: (after: string | undefined) => Promise<Portion<Item>>) {
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => (last.hasMore ? (last.next ?? undefined) : undefined),
  });
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  return { list, items };
}
