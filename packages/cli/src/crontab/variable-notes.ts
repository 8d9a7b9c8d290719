const NOTES: Readonly<Record<string, string | null>> = {
  CRON_TZ: null,
  TZ: 'TZ is the zone of commands, not of schedules; give --timezone, or CRON_TZ in the crontab, if you meant those',
  MAILTO: 'no mail is sent; a webhook tells of failures (docs/webhooks.md)',
  MAILFROM: 'no mail is sent; a webhook tells of failures (docs/webhooks.md)',
  RANDOM_DELAY: 'jobs start at their instant; give them jitterSeconds to spread them',
  START_HOURS_RANGE: 'it is not carried over; write the hours into the schedules',
};

const OF_COMMANDS = new Set(['SHELL', 'PATH', 'HOME', 'LOGNAME', 'USER', 'LANG', 'LC_ALL', 'BASH_ENV']);

/** What is lost of a variable of a crontab; null when nothing is. */
export function noteOf(name: string): string | null {
  if (Object.hasOwn(NOTES, name)) return NOTES[name] ?? null;
  if (OF_COMMANDS.has(name)) return `${name} matters to commands of the machine only, and is not carried over`;
  return `${name} has been put in where a call uses it, and nowhere else`;
}
