/** When this process began, on its own clock. */
export const STARTED_AT = new Date(Date.now() - Math.round(process.uptime() * 1_000));

/** For how long it has lived. */
export const uptimeSeconds = (): number => Math.round(process.uptime());
