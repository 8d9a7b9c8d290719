/**
 * Asks until the answer is not false, every 25 ms.
 * @throws after `limitSeconds`, naming what was waited for.
 */
export async function pollUntil<T>(what: string, ask: () => Promise<T | false>, limitSeconds = 180): Promise<T> {
  const limit = performance.now() + limitSeconds * 1_000;
  while (performance.now() < limit) {
    const answer = await ask();
    if (answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Waited ${limitSeconds} s in vain for ${what}`);
}
