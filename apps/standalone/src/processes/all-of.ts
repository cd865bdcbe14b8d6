/** Waits for several starts. The first failure is thrown when all of them are over, so that none is still under way while the others are stopped. */
export async function allOf<T extends readonly unknown[]>(starts: readonly [...{ [K in keyof T]: Promise<T[K]> }]): Promise<T> {
  await Promise.allSettled(starts);
  return (await Promise.all(starts)) as unknown as T;
}
