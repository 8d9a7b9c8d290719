/** Stops the servers of the run, whatever became of the tests. */
export default async function globalTeardown() {
  await globalThis.carillonTestHost?.stop();
}
