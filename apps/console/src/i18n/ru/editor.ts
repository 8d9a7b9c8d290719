export const editor = {
  title: 'Новое cron-задание',
};
