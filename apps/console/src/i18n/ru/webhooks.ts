export const webhooks = {
  title: 'Вебхуки',
};
