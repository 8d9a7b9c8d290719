/** What a plan allows of API requests; null is no limit. */
export interface RequestLimits {
  /** The plan's name. */
  name: string;
  /** Of one key. */
  requestsPerMinute: number | null;
  /** Of all keys of a user, in a day of QUOTA_TIMEZONE. */
  dailyApiCalls: number | null;
}
