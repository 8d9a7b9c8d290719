export const jobs = {
  title: 'cron ジョブ',
};
