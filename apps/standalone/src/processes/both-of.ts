/** Waits for two starts. A failure is thrown when both are over, so that neither is still under way while the other is stopped. */
export async function bothOf<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}
