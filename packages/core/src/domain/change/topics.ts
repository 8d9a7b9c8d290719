/** What may have changed: the ledger of runs; definitions and settings; worker jobs; incidents. */
export const CHANGE_TOPICS = ['runs', 'jobs', 'workerJobs', 'incidents'] as const;

export type ChangeTopic = (typeof CHANGE_TOPICS)[number];

/** A text for each topic that is another one as soon as something of it is. */
export type ChangeMarks = Readonly<Record<ChangeTopic, string>>;

/** The topics of which something is different. */
export function changedTopics(before: ChangeMarks, after: ChangeMarks): ChangeTopic[] {
  return CHANGE_TOPICS.filter((topic) => before[topic] !== after[topic]);
}
