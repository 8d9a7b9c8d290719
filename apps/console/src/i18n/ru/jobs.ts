export const jobs = {
  title: 'Cron-задания',
};
