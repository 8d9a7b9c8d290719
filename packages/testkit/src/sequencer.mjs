import { statSync } from 'node:fs';

/** Tests that start processes wait more than they work, and take longest, however short their files are. */
const STARTS_PROCESSES =
  /\/(apps\/(scheduler|standalone)|examples|packages\/embedded-db)\/test\/|\/(killed|waiting-memory)\.test\./;

/**
 * The order of test files: those that start processes first, so that none of them is left running alone at the end; then
 * larger files before smaller, as Jest does where it has not measured them yet.
 */
export default class Sequencer {
  sort(tests) {
    const rank = ({ path }) => (STARTS_PROCESSES.test(path) ? Infinity : statSync(path).size);
    const ranks = new Map(tests.map((test) => [test, rank(test)]));
    return [...tests].sort((a, b) => (ranks.get(a) === ranks.get(b) ? 0 : ranks.get(b) - ranks.get(a)));
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
