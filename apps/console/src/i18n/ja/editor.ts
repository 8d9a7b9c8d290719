export const editor = {
  title: '新しい cron ジョブ',
};
