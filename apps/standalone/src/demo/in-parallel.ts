/** Does work for each member, a few at once, and answers in the order of the members. The first failure ends it. */
export async function inParallel<T, R>(members: readonly T[], atOnce: number, work: (member: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = members.entries();
  const worker = async (): Promise<void> => {
    for (const [at, member] of waiting) results[at] = await work(member);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, members.length) }, worker));
  return results;
}
