export const jobs = {
  title: 'Cron jobs',
};
