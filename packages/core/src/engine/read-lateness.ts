import type { Db } from '../db/client.js';
import { selectLateness, type UserLateness } from '../db/queries/lateness.js';

/** How many users an answer names: those who wait longest. */
const MOST_USERS = 100;

/** Shows the operator whose scheduled runs of the last minutes began latest, so that a neighbour's cost is seen. */
export function readLateness(db: Db, minutes: number): Promise<UserLateness[]> {
  return selectLateness(db, { minutes, limit: MOST_USERS });
}
