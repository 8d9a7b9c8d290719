export const editor = {
  title: 'New cron job',
};
